#include "run/power_record.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

RailWindow rail(const std::string& source, const std::string& name, PowerScope scope,
                double mean_w) {
  return {.source = source,
          .rail = name,
          .scope = scope,
          .mean_w = mean_w,
          .peak_w = mean_w + 1,
          .min_w = mean_w - 1,
          .energy_j = 2 * mean_w,
          .sample_count = 20};
}

TEST(PowerRecord, OfNoRailsIsNothing) { EXPECT_FALSE(power_record({}, 2, false)); }

TEST(PowerRecord, TakesTheGpuBeforeTheWholeAndTheProcessor) {
  const TelemetryWindow window{.rails = {rail("rapl", "package-0", PowerScope::CpuPackage, 40),
                                         rail("ina", "VDD_IN", PowerScope::ModuleInput, 30),
                                         rail("ina", "VDD_GPU", PowerScope::GpuRail, 20)}};
  const PowerRecord power = power_record(window, 2, false).value();
  EXPECT_EQ(power.scope, PowerScope::GpuRail);
  EXPECT_EQ(power.mean_w, 20);
  EXPECT_EQ(power.peak_w, 21);
  EXPECT_EQ(power.energy_j, 40);
  EXPECT_EQ(power.method, "ina");
  EXPECT_EQ(power.sample_count, 20);
  EXPECT_EQ(power.duration_s, 2);
  EXPECT_EQ(power.rails.size(), 3u);
}

TEST(PowerRecord, AddsUpTheRailsOfItsScope) {
  const TelemetryWindow window{.rails = {rail("nvml:0", "board", PowerScope::GpuBoard, 100),
                                         rail("nvml:1", "board", PowerScope::GpuBoard, 50)}};
  const PowerRecord power = power_record(window, 2, false).value();
  EXPECT_EQ(power.mean_w, 150);
  EXPECT_EQ(power.energy_j, 300);
  EXPECT_EQ(power.method, "nvml:0, nvml:1");
  EXPECT_EQ(power.rails[0].name, "nvml:0 board");
  EXPECT_EQ(power.rails[1].name, "nvml:1 board");
}

TEST(PowerRecord, IsUnknownWhereOneOfThemIs) {
  TelemetryWindow window{.rails = {rail("nvml:0", "board", PowerScope::GpuBoard, 100),
                                   rail("nvml:1", "board", PowerScope::GpuBoard, 50)}};
  window.rails[0].energy_j.reset();
  EXPECT_EQ(power_record(window, 2, false)->energy_j, std::nullopt);
  EXPECT_EQ(power_record(window, 2, false)->mean_w, 150);
}

TEST(PowerRecord, HasNoEnergyAndNoMeanOfItsOwnWhereRequestsOverlap) {
  const TelemetryWindow window{.rails = {rail("nvml:0", "board", PowerScope::GpuBoard, 100)}};
  const PowerRecord power = power_record(window, 2, true).value();
  EXPECT_EQ(power.scope, PowerScope::GpuBoard);
  EXPECT_EQ(power.mean_w, std::nullopt);
  EXPECT_EQ(power.energy_j, std::nullopt);
  EXPECT_EQ(power.rails[0].mean_w, 100);
  EXPECT_EQ(power.rails[0].energy_j, std::nullopt);
}

}  // namespace
}  // namespace sightmark
