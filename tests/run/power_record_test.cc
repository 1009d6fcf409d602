#include "run/request.h"

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

Trial with_power(const TelemetryWindow& window, bool may_overlap = false) {
  Trial trial;
  fill_power(trial, window, 2, may_overlap);
  return trial;
}

TEST(FillPower, OfNoRailsAddsNothing) {
  const Trial trial = with_power({});
  EXPECT_EQ(trial.power_method, "");
  EXPECT_EQ(trial.power_sample_count, std::nullopt);
  EXPECT_EQ(trial.power_duration_s, std::nullopt);
  EXPECT_EQ(headline_power({}).mean_w, std::nullopt);
}

TEST(FillPower, TakesTheGpuBeforeTheWholeAndTheProcessor) {
  const TelemetryWindow window{.rails = {rail("rapl", "package-0", PowerScope::CpuPackage, 40),
                                         rail("ina", "VDD_IN", PowerScope::ModuleInput, 30),
                                         rail("ina", "VDD_GPU", PowerScope::GpuRail, 20)}};
  const Trial trial = with_power(window);
  EXPECT_EQ(trial.power_scope, PowerScope::GpuRail);
  EXPECT_EQ(trial.power_w, 20);
  EXPECT_EQ(trial.power_peak_w, 21);
  EXPECT_EQ(trial.energy_j, 40);
  EXPECT_EQ(trial.power_method, "ina");
  EXPECT_EQ(trial.power_sample_count, 20);
  EXPECT_EQ(trial.power_duration_s, 2);
  EXPECT_EQ(trial.rails.size(), 3u);
}

TEST(FillPower, AddsUpTheRailsOfItsScope) {
  const TelemetryWindow window{.rails = {rail("nvml:0", "board", PowerScope::GpuBoard, 100),
                                         rail("nvml:1", "board", PowerScope::GpuBoard, 50)}};
  const Trial trial = with_power(window);
  EXPECT_EQ(trial.power_w, 150);
  EXPECT_EQ(trial.energy_j, 300);
  EXPECT_EQ(trial.power_method, "nvml:0, nvml:1");
  EXPECT_EQ(trial.rails[0].name, "nvml:0 board");
  EXPECT_EQ(trial.rails[1].name, "nvml:1 board");
}

TEST(FillPower, IsUnknownWhereOneOfThemIs) {
  TelemetryWindow window{.rails = {rail("nvml:0", "board", PowerScope::GpuBoard, 100),
                                   rail("nvml:1", "board", PowerScope::GpuBoard, 50)}};
  window.rails[0].energy_j.reset();
  EXPECT_EQ(with_power(window).energy_j, std::nullopt);
  EXPECT_EQ(with_power(window).power_w, 150);
}

TEST(FillPower, AddsNoEnergyAndNoMeanWhereRequestsOverlap) {
  const TelemetryWindow window{.rails = {rail("nvml:0", "board", PowerScope::GpuBoard, 100)}};
  const Trial trial = with_power(window, true);
  EXPECT_EQ(trial.power_scope, PowerScope::GpuBoard);
  EXPECT_EQ(trial.power_w, std::nullopt);
  EXPECT_EQ(trial.energy_j, std::nullopt);
  EXPECT_EQ(trial.rails[0].mean_w, 100);
  EXPECT_EQ(trial.rails[0].energy_j, std::nullopt);
}

}  // namespace
}  // namespace sightmark
