#include "telemetry/tegrastats_meter.h"

#include <gtest/gtest.h>

#include <thread>

#include "fakes/fake_system.h"

namespace sightmark {
namespace {

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

TEST(TegrastatsMeter, TellsEachLineOnce) {
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

TEST(TegrastatsMeter, TellsWhenItEnded) {
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
