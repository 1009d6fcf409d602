#include "telemetry/jetson.h"

#include <gtest/gtest.h>

#include <thread>

#include "fakes/fake_system.h"

namespace sightmark {
namespace {

std::string rails_of(const TegrastatsLine& line) {
  std::string text;
  for (const PowerReading& rail : line.rails) {
    text += rail.rail + ' ' + std::to_string(rail.power_w.value()) + ';';
  }
  return text;
}

TEST(Tegrastats, OfAnAgxOrin) {
  const auto line = parse_tegrastats(
      "01-30-2026 09:41:19 RAM 13859/62841MB (lfb 9x4MB) SWAP 0/31421MB (cached 0MB) CPU "
      "[12%@2201,0%@2201,off,off] EMC_FREQ 3%@3199 GR3D_FREQ 99%@[1300,1300] NVDEC off VIC 0%@729 "
      "cpu@48.5C tboard@38.2C gpu@47.1C VDD_GPU_SOC 15000mW/14800mW VDD_CPU_CV 800mW/796mW "
      "VIN_SYS_5V0 4015mW/4010mW NC 0mW/0mW");
  EXPECT_EQ(rails_of(line),
            "VDD_GPU_SOC 15.000000;VDD_CPU_CV 0.800000;VIN_SYS_5V0 4.015000;NC 0.000000;");
  EXPECT_EQ(line.gpu_percent, 99);
}

TEST(Tegrastats, OfAThor) {
  const auto line = parse_tegrastats(
      "RAM 25686/125772MB (lfb 14x4MB) GR3D_FREQ 45%@1300 VDD_GPU 3000mW/3000mW "
      "VDD_CPU_SOC_MSS 5100mW/5000mW VIN 41200mW/40000mW\r");
  EXPECT_EQ(rails_of(line), "VDD_GPU 3.000000;VDD_CPU_SOC_MSS 5.100000;VIN 41.200000;");
  EXPECT_EQ(line.gpu_percent, 45);
}

TEST(Tegrastats, MayHaveALoadWithoutAClock) {
  EXPECT_EQ(parse_tegrastats("GR3D_FREQ 0%").gpu_percent, 0);
  EXPECT_EQ(parse_tegrastats("GR3D_FREQ off").gpu_percent, std::nullopt);
}

TEST(Tegrastats, PassesOverWhatItDoesNotUnderstand) {
  for (const char* text : {"",
                           " ",
                           "\n",
                           "RAM",
                           "RAM x/yMB",
                           "RAM 12/MB",
                           "RAM /12MB",
                           "RAM 5/3MB",
                           "RAM 1/2GB",
                           "RAM 1e999/2MB",
                           "GR3D_FREQ",
                           "GR3D_FREQ 101%",
                           "GR3D_FREQ -1%",
                           "GR3D_FREQ 5",
                           "VIN 5mW",
                           "VIN 5mW/",
                           "VIN 5mW/6",
                           "VIN 5/6mW",
                           "VIN -5mW/6mW",
                           "VIN nanmW/1mW",
                           "5mW/6mW",
                           "VIN 99999999999mW/1mW",
                           "VIN 5mW/6mWx",
                           "A B C"}) {
    const auto line = parse_tegrastats(text);
    EXPECT_TRUE(line.rails.empty()) << text;
    EXPECT_FALSE(line.gpu_percent.has_value()) << text;
  }
}

TEST(Tegrastats, ShowsNoControlCharacterOfAName) {
  const auto line = parse_tegrastats("\x1B[31mVIN 5mW/6mW");
  ASSERT_EQ(line.rails.size(), 1u);
  EXPECT_EQ(line.rails[0].rail.find('\x1B'), std::string::npos);
}

using namespace std::chrono_literals;

constexpr auto kPatience = 60s;  // for a machine that is busy; the tests do not wait for it

// A tegrastats that prints what a shell script says.
std::filesystem::path put_program(const FakeSystem& system, const std::string& script) {
  system.put("bin/tegrastats", "#!/bin/sh\n" + script);
  std::filesystem::permissions(system / "bin/tegrastats", std::filesystem::perms(0755));
  return system / "bin/tegrastats";
}

// Reads until the first rail's power is known, or the meter fails.
Expected<std::vector<PowerReading>> next_reading(PowerMeter& meter) {
  while (true) {
    auto readings = meter.read();
    if (!readings || readings->front().power_w) return readings;
    std::this_thread::sleep_for(5ms);
  }
}

TEST(TegrastatsMeter, ReportsEachLineOnce) {
  const FakeSystem system;
  const auto program =
      put_program(system,
                  "echo 'VDD_GPU 1000mW/1000mW VIN 9000mW/9000mW'\n"
                  "while [ ! -e \"$(dirname \"$0\")/go\" ]; do sleep 0.01; done\n"
                  "echo 'GR3D_FREQ 30%@1300 VIN 8000mW/1mW VDD_GPU 2500mW/1mW'\n"
                  "printf 'VDD_GPU 7777mW/7777mW VIN 1mW'\n"  // not a whole line yet
                  "exec sleep 600\n");
  auto meter = start_tegrastats_meter(program, kPatience);
  ASSERT_TRUE(meter) << meter.error().message;
  const auto quiet = (*meter)->read();
  ASSERT_TRUE(quiet);
  ASSERT_EQ(quiet->size(), 2u);
  EXPECT_EQ(quiet->at(0).power_w, std::nullopt);

  system.put("bin/go", "");
  const auto readings = next_reading(**meter);
  ASSERT_TRUE(readings) << readings.error().message;
  EXPECT_EQ(readings->at(0).rail, "VDD_GPU");
  EXPECT_EQ(readings->at(0).scope, PowerScope::GpuRail);
  EXPECT_EQ(readings->at(0).power_w, 2.5);
  EXPECT_EQ(readings->at(1).rail, "VIN");
  EXPECT_EQ(readings->at(1).power_w, 8);
  EXPECT_EQ((*meter)->utilization_percent(), 30);
  EXPECT_EQ((*meter)->read()->at(0).power_w, std::nullopt);
}

TEST(TegrastatsMeter, FailsOnceItEnded) {
  const FakeSystem system;
  auto meter = start_tegrastats_meter(put_program(system, "echo 'VIN 1mW/1mW'\n"), kPatience);
  ASSERT_TRUE(meter) << meter.error().message;
  const auto readings = next_reading(**meter);
  ASSERT_FALSE(readings);
  EXPECT_NE(readings.error().message.find("tegrastats ended"), std::string::npos);
}

TEST(TegrastatsMeter, FailsWithoutARail) {
  const FakeSystem system;
  EXPECT_FALSE(start_tegrastats_meter(put_program(system, "echo nothing\n"), kPatience));
  EXPECT_FALSE(start_tegrastats_meter(put_program(system, "exec sleep 600\n"), 50ms));
  EXPECT_FALSE(start_tegrastats_meter(system / "bin/none", kPatience));
}

}  // namespace
}  // namespace sightmark
