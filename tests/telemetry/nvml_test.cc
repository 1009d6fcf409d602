#include "telemetry/nvml.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/clock.h"

namespace sightmark {
namespace {

const std::string kFull = FAKE_NVML_FULL, kBare = FAKE_NVML_BARE, kBroken = FAKE_NVML_BROKEN;

TEST(Nvml, ReadsAllOfAGpuThatSupportsIt) {
  const auto nvml = Nvml::open(kFull);
  ASSERT_TRUE(nvml) << nvml.error().message;
  ASSERT_EQ(nvml->gpu_count(), 2u);
  EXPECT_EQ(nvml->driver_version(), "580.159.04");
  EXPECT_EQ(nvml->name(0), "NVIDIA Fake 100");
  EXPECT_DOUBLE_EQ(nvml->instant_power_w(0).value(), 123.456);
  EXPECT_DOUBLE_EQ(nvml->power_usage_w(0).value(), 200);
  EXPECT_DOUBLE_EQ(nvml->energy_j(0).value(), 5'000'000.25);
  EXPECT_DOUBLE_EQ(nvml->power_limit_w(0).value(), 700);
  EXPECT_EQ(nvml->utilization_percent(0), 87);
  EXPECT_EQ(nvml->clock_mhz(0), 1980);
  EXPECT_EQ(nvml->memory_clock_mhz(0), 2619);
  EXPECT_EQ(nvml->temperature_c(0), 61);
  EXPECT_EQ(nvml->memory_total_mb(0), 81920);
}

TEST(Nvml, NamesWhatThrottles) {
  const auto nvml = Nvml::open(kFull);
  EXPECT_EQ(nvml->throttle_reasons(0),
            (std::vector<std::string>{"sw_power_cap", "hw_thermal_slowdown"}));
  EXPECT_EQ(nvml->throttle_reasons(1), std::vector<std::string>{});  // idle holds nothing back
}

TEST(Nvml, ReadsTheMemoryOfEachProcess) {
  const auto processes = Nvml::open(kFull)->processes(0);
  ASSERT_TRUE(processes);
  ASSERT_EQ(processes->size(), 101u);  // more than fit at first
  EXPECT_EQ(processes->back().id, ::getpid());
  EXPECT_EQ(processes->back().memory_mb, 512);
  EXPECT_EQ(processes->front().memory_mb, std::nullopt);
}

TEST(Nvml, ShowsNoControlCharacterOfAName) {
  EXPECT_EQ(Nvml::open(kFull)->name(1)->find('\x1B'), std::string::npos);
}

TEST(Nvml, KnowsNothingOfAGpuThatSupportsNothing) {
  const auto nvml = Nvml::open(kBare);
  ASSERT_TRUE(nvml) << nvml.error().message;
  ASSERT_EQ(nvml->gpu_count(), 1u);
  EXPECT_EQ(nvml->name(0), "Orin (nvgpu)");
  EXPECT_FALSE(nvml->driver_version());
  EXPECT_FALSE(nvml->instant_power_w(0));
  EXPECT_FALSE(nvml->power_usage_w(0));
  EXPECT_FALSE(nvml->energy_j(0));
  EXPECT_FALSE(nvml->power_limit_w(0));
  EXPECT_FALSE(nvml->utilization_percent(0));
  EXPECT_FALSE(nvml->clock_mhz(0));
  EXPECT_FALSE(nvml->temperature_c(0));
  EXPECT_FALSE(nvml->memory_total_mb(0));
  EXPECT_FALSE(nvml->throttle_reasons(0));
  EXPECT_FALSE(nvml->processes(0));
}

TEST(Nvml, SaysWhatToDoWhereTheLibraryIsMissing) {
  const auto nvml = Nvml::open("libno-such-nvml.so.1");
  ASSERT_FALSE(nvml);
  EXPECT_NE(nvml.error().message.find("libno-such-nvml.so.1 is not found"), std::string::npos);
  EXPECT_NE(nvml.error().message.find("install its driver"), std::string::npos);
}

TEST(Nvml, SaysWhatTheLibrarySaysWhereItDoesNotStart) {
  const auto nvml = Nvml::open(kBroken);
  ASSERT_FALSE(nvml);
  EXPECT_NE(nvml.error().message.find("Driver Not Loaded"), std::string::npos);
}

TEST(NvmlMeter, ReadsTheInstantWhereThereIsOne) {
  const auto meters = find_nvml_meters(kFull);
  ASSERT_EQ(meters.size(), 2u);
  EXPECT_EQ(meters[0]->name(), "nvml:0 NVIDIA Fake 100");
  const auto readings = meters[0]->read();
  ASSERT_TRUE(readings);
  ASSERT_EQ(readings->size(), 1u);
  EXPECT_EQ(readings->front().rail, "board");
  EXPECT_EQ(readings->front().scope, PowerScope::GpuBoard);
  EXPECT_DOUBLE_EQ(readings->front().power_w.value(), 123.456);
  EXPECT_DOUBLE_EQ(readings->front().energy_j.value(), 5'000'000.25);
}

TEST(NvmlMeter, AsksForTheCounterNoMoreOftenThanItTicks) {
  const auto meters = find_nvml_meters(kFull);
  const Instant begin = now();
  EXPECT_TRUE(meters[0]->read()->front().energy_j);
  const auto again = meters[0]->read();
  EXPECT_TRUE(again->front().power_w);
  if (now() - begin < std::chrono::milliseconds(100)) {
    EXPECT_FALSE(again->front().energy_j);
  }
}

TEST(NvmlMeter, SaysWhereItsPowerIsAMean) {
  const auto readings = find_nvml_meters(kFull)[1]->read();
  ASSERT_EQ(readings->size(), 1u);
  EXPECT_EQ(readings->front().rail, "board_average");
  EXPECT_DOUBLE_EQ(readings->front().power_w.value(), 75.5);
}

TEST(NvmlMeter, SumsTheMemoryOfTheGivenProcesses) {
  const auto meters = find_nvml_meters(kFull);
  const pid_t ours[] = {::getpid()}, two[] = {::getpid(), 1000001}, unsized[] = {1000000};
  EXPECT_EQ(meters[0]->memory_mb(ours), 512);
  EXPECT_EQ(meters[0]->memory_mb(two), 513);
  EXPECT_EQ(meters[0]->memory_mb(unsized), std::nullopt);
  EXPECT_EQ(meters[0]->memory_mb({}), std::nullopt);
  EXPECT_EQ(meters[1]->memory_mb(ours), std::nullopt);
  EXPECT_EQ(meters[0]->utilization_percent(), 87);
}

TEST(NvmlMeter, OfAGpuWithoutPowerHasNoRails) {
  const auto meters = find_nvml_meters(kBare);
  ASSERT_EQ(meters.size(), 1u);
  const auto readings = meters[0]->read();
  ASSERT_TRUE(readings);
  EXPECT_TRUE(readings->empty());
  EXPECT_EQ(meters[0]->utilization_percent(), std::nullopt);
}

TEST(NvmlMeter, IsNotThereWithoutALibrary) {
  EXPECT_TRUE(find_nvml_meters("libno-such-nvml.so.1").empty());
  EXPECT_TRUE(find_nvml_meters(kBroken).empty());
}

}  // namespace
}  // namespace sightmark
