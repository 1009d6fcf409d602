#include "telemetry/kernel_sensor.h"

#include <gtest/gtest.h>

#include "fakes/fake_system.h"
#include "fakes/unprivileged.h"
#include "telemetry/jetson.h"

namespace sightmark {
namespace {

std::vector<PowerReading> read(PowerMeter& meter) {
  return meter.read().value_or(std::vector<PowerReading>{});
}

void close(const FakeSystem& system, const std::filesystem::path& path) {
  std::filesystem::permissions(system / path, std::filesystem::perms::none);
}

TEST(BoardSensor, ReadsTheRailsOfAJetson) {
  const FakeSystem system;
  put_jetson_orin(system);
  const auto meter = find_board_sensor(system.roots().sys);
  ASSERT_TRUE(meter);
  const auto readings = read(*meter);
  ASSERT_EQ(readings.size(), 4u);  // neither NC nor the sum of shunt voltages
  EXPECT_EQ(readings[0].rail, "VDD_GPU_SOC");
  EXPECT_EQ(readings[0].scope, PowerScope::GpuSocRail);
  EXPECT_NEAR(readings[0].power_w.value(), 7.6, 1e-9);
  EXPECT_EQ(readings[1].rail, "VDD_CPU_CV");
  EXPECT_EQ(readings[1].scope, PowerScope::CpuRail);
  EXPECT_NEAR(readings[1].power_w.value(), 1.9, 1e-9);
  EXPECT_EQ(readings[2].scope, PowerScope::SystemRail);
  EXPECT_NEAR(readings[2].power_w.value(), 4, 1e-9);
  EXPECT_EQ(readings[3].rail, "VDDQ_VDD2_1V8AO");
  EXPECT_EQ(readings[3].scope, PowerScope::Unknown);
  EXPECT_FALSE(readings[3].energy_j);
  EXPECT_NEAR(meter->utilization_percent().value(), 74.5, 1e-9);
}

TEST(BoardSensor, ReadsTheRailsOfAThor) {
  const FakeSystem system;
  system.put("sys/class/hwmon/hwmon10/name", "ina238\n");
  system.put("sys/class/hwmon/hwmon10/label", "VIN\n");
  system.put("sys/class/hwmon/hwmon10/in0_input", "3\n");
  system.put("sys/class/hwmon/hwmon10/in1_input", "24000\n");
  system.put("sys/class/hwmon/hwmon10/curr1_input", "2500\n");
  system.put("sys/class/hwmon/hwmon2/name", "ina3221\n");
  put_input(system, "hwmon2", 1, "VDD_GPU", 10000, 300);
  put_input(system, "hwmon2", 2, "VDD_CPU_SOC_MSS", 10000, 200);
  put_input(system, "hwmon2", 3, "VIN_SYS_5V0", 5000, 1000);
  const auto readings = read(*find_board_sensor(system.roots().sys));
  ASSERT_EQ(readings.size(), 4u);
  EXPECT_EQ(readings[0].scope, PowerScope::GpuRail);
  EXPECT_EQ(readings[1].scope, PowerScope::CpuRail);
  EXPECT_EQ(readings[3].rail, "VIN");
  EXPECT_EQ(readings[3].scope, PowerScope::BoardInput);
  EXPECT_NEAR(readings[3].power_w.value(), 60, 1e-9);
}

TEST(BoardSensor, KnowsTheScopesOfOrinNx) {
  const FakeSystem system;
  system.put("sys/class/hwmon/hwmon1/name", "ina3221\n");
  put_input(system, "hwmon1", 1, "VDD_IN", 5000, 1000);
  put_input(system, "hwmon1", 2, "VDD_CPU_GPU_CV", 5000, 100);
  put_input(system, "hwmon1", 3, "VDD_SOC", 5000, 300);
  const auto readings = read(*find_board_sensor(system.roots().sys));
  ASSERT_EQ(readings.size(), 3u);
  EXPECT_EQ(readings[0].scope, PowerScope::ModuleInput);
  EXPECT_EQ(readings[1].scope, PowerScope::CpuRail);
  EXPECT_EQ(readings[2].scope, PowerScope::Unknown);
}

TEST(BoardSensor, FollowsItsFiles) {
  const FakeSystem system;
  put_jetson_orin(system);
  const auto meter = find_board_sensor(system.roots().sys);
  system.put("sys/class/hwmon/hwmon3/curr1_input", "1000\n");
  EXPECT_NEAR(read(*meter)[0].power_w.value(), 19, 1e-9);
  system.put("sys/class/hwmon/hwmon3/curr1_input", "-1\n");  // a sensor's zero is not exact
  EXPECT_NEAR(read(*meter)[0].power_w.value(), -0.019, 1e-9);
}

TEST(BoardSensor, OfWhichARailFailsKnowsTheOthers) {
  const FakeSystem system;
  put_jetson_orin(system);
  const auto meter = find_board_sensor(system.roots().sys);
  system.put("sys/class/hwmon/hwmon3/in1_input", "");
  const auto readings = read(*meter);
  ASSERT_EQ(readings.size(), 4u);
  EXPECT_EQ(readings[0].power_w, std::nullopt);
  EXPECT_NEAR(readings[1].power_w.value(), 1.9, 1e-9);
}

TEST(BoardSensor, ThatFailsWhollyIsAnError) {
  const FakeSystem system;
  system.put("sys/class/hwmon/hwmon1/name", "ina238\n");
  put_input(system, "hwmon1", 1, "VIN", 12000, 1000);
  const auto meter = find_board_sensor(system.roots().sys);
  system.put("sys/class/hwmon/hwmon1/curr1_input", "");
  EXPECT_FALSE(meter->read());
}

TEST(BoardSensor, IsNotThereOnOtherMachines) {
  const FakeSystem system;
  EXPECT_FALSE(find_board_sensor(system.roots().sys));
  system.put("sys/class/hwmon/hwmon0/name", "coretemp\n");
  put_input(system, "hwmon0", 1, "Vcore", 1000, 1);
  EXPECT_FALSE(find_board_sensor(system.roots().sys));
  EXPECT_FALSE(has_closed_board_sensor(system.roots().sys));
}

TEST(BoardSensor, MayBeClosedToUs) {
  const FakeSystem system;
  put_jetson_orin(system);
  for (const char* sensor : {"hwmon3", "hwmon4"}) {
    for (const char* input : {"curr1_input", "curr2_input", "curr3_input"}) {
      close(system, std::filesystem::path("sys/class/hwmon") / sensor / input);
    }
  }
  const Unprivileged scope;
  EXPECT_FALSE(find_board_sensor(system.roots().sys));
  EXPECT_TRUE(has_closed_board_sensor(system.roots().sys));
}

TEST(GpuSensor, ReadsADiscreteAmdGpu) {
  const FakeSystem system;
  const std::string folder = "sys/class/hwmon/hwmon5/";
  system.put(folder + "name", "amdgpu\n");
  system.put(folder + "power1_average", "187000000\n");
  system.put(folder + "power1_label", "PPT\n");
  system.put(folder + "power1_cap", "300000000\n");
  system.put(folder + "device/gpu_busy_percent", "93\n");
  const auto meters = find_gpu_sensors(system.roots().sys);
  ASSERT_EQ(meters.size(), 1u);
  const auto readings = read(*meters[0]);
  EXPECT_EQ(readings[0].rail, "PPT");
  EXPECT_EQ(readings[0].scope, PowerScope::GpuBoard);
  EXPECT_NEAR(readings[0].power_w.value(), 187, 1e-9);
  EXPECT_EQ(meters[0]->utilization_percent(), 93);
}

TEST(GpuSensor, TakesTheInstantBeforeTheMean) {
  const FakeSystem system;
  system.put("sys/class/hwmon/hwmon5/name", "amdgpu\n");
  system.put("sys/class/hwmon/hwmon5/power1_average", "10000000\n");
  system.put("sys/class/hwmon/hwmon5/power1_input", "12000000\n");
  const auto readings = read(*find_gpu_sensors(system.roots().sys)[0]);
  EXPECT_NEAR(readings[0].power_w.value(), 12, 1e-9);
  EXPECT_EQ(readings[0].scope, PowerScope::CpuPackage);  // it has no power limit: part of the CPU
}

TEST(GpuSensor, ReadsTheEnergyOfIntelGpus) {
  const FakeSystem system;
  system.put("sys/class/hwmon/hwmon5/name", "xe\n");
  system.put("sys/class/hwmon/hwmon5/energy1_input", "2500000\n");
  system.put("sys/class/hwmon/hwmon6/name", "i915\n");
  system.put("sys/class/hwmon/hwmon6/energy1_input", "1\n");
  system.put("sys/class/hwmon/hwmon7/name", "i915\n");
  const auto meters = find_gpu_sensors(system.roots().sys);
  ASSERT_EQ(meters.size(), 2u);  // the third reports nothing
  const auto readings = read(*meters[0]);
  EXPECT_EQ(readings[0].rail, "card");
  EXPECT_EQ(readings[0].power_w, std::nullopt);
  EXPECT_NEAR(readings[0].energy_j.value(), 2.5, 1e-9);
}

void put_rapl(const FakeSystem& system, const std::string& zone, std::string_view name,
              std::string_view energy_uj) {
  const std::string folder = "sys/class/powercap/" + zone + "/";
  system.put(folder + "name", std::string(name) + '\n');
  system.put(folder + "energy_uj", std::string(energy_uj) + '\n');
  system.put(folder + "max_energy_range_uj", "262143328850\n");
}

TEST(Rapl, ReadsPackagesAndMemory) {
  const FakeSystem system;
  put_rapl(system, "intel-rapl:0", "package-0", "1000000");
  put_rapl(system, "intel-rapl:0:0", "core", "500000");
  put_rapl(system, "intel-rapl:0:1", "dram", "250000");
  put_rapl(system, "intel-rapl:1", "package-1", "3000000");
  put_rapl(system, "intel-rapl:2", "psys", "9000000");
  put_rapl(system, "intel-rapl-mmio:0", "package-0", "7");
  const auto readings = read(*find_rapl(system.roots().sys));
  ASSERT_EQ(readings.size(), 3u);
  EXPECT_EQ(readings[0].rail, "package-0");
  EXPECT_EQ(readings[0].scope, PowerScope::CpuPackage);
  EXPECT_EQ(readings[0].power_w, std::nullopt);
  EXPECT_NEAR(readings[0].energy_j.value(), 1, 1e-9);
  EXPECT_EQ(readings[1].rail, "package-1");
  EXPECT_EQ(readings[2].rail, "dram-0");
  EXPECT_EQ(readings[2].scope, PowerScope::Dram);
  EXPECT_NEAR(readings[2].energy_j.value(), 0.25, 1e-9);
}

TEST(Rapl, GoesOnWhereTheCounterStartsAgain) {
  const FakeSystem system;
  put_rapl(system, "intel-rapl:0", "package-0", "262143328000");
  const auto meter = find_rapl(system.roots().sys);
  const double before = read(*meter)[0].energy_j.value();
  put_rapl(system, "intel-rapl:0", "package-0", "4999150");
  EXPECT_NEAR(read(*meter)[0].energy_j.value() - before, 5, 1e-6);
}

TEST(Rapl, MayBeClosedToUs) {
  const FakeSystem system;
  put_rapl(system, "intel-rapl:0", "package-0", "1");
  close(system, "sys/class/powercap/intel-rapl:0/energy_uj");
  const Unprivileged scope;
  EXPECT_FALSE(find_rapl(system.roots().sys));
  EXPECT_TRUE(has_closed_rapl(system.roots().sys));
}

TEST(Rapl, IsNotThereOnOtherMachines) {
  const FakeSystem system;
  EXPECT_FALSE(find_rapl(system.roots().sys));
  EXPECT_FALSE(has_closed_rapl(system.roots().sys));
}

TEST(Battery, HasPowerOnlyWhileItDischarges) {
  const FakeSystem system;
  const std::string folder = "sys/class/power_supply/BAT0/";
  system.put(folder + "type", "Battery\n");
  system.put(folder + "status", "Discharging\n");
  system.put(folder + "power_now", "14250000\n");
  const auto meters = find_batteries(system.roots().sys);
  ASSERT_EQ(meters.size(), 1u);
  EXPECT_EQ(meters[0]->name(), "battery:BAT0");
  EXPECT_NEAR(read(*meters[0])[0].power_w.value(), 14.25, 1e-9);
  EXPECT_EQ(read(*meters[0])[0].scope, PowerScope::BoardInput);
  system.put(folder + "status", "Charging\n");
  ASSERT_EQ(read(*meters[0]).size(), 1u);
  EXPECT_EQ(read(*meters[0])[0].power_w, std::nullopt);
  system.remove("sys/class/power_supply/BAT0");
  EXPECT_FALSE(meters[0]->read());
}

TEST(Battery, MayReportVoltageAndCurrentInstead) {
  const FakeSystem system;
  system.put("sys/class/power_supply/BAT1/type", "Battery\n");
  system.put("sys/class/power_supply/BAT1/status", "Discharging\n");
  system.put("sys/class/power_supply/BAT1/voltage_now", "12000000\n");
  system.put("sys/class/power_supply/BAT1/current_now", "-1500000\n");
  EXPECT_NEAR(read(*find_batteries(system.roots().sys)[0])[0].power_w.value(), 18, 1e-9);
}

TEST(Battery, OfAMouseIsNone) {
  const FakeSystem system;
  system.put("sys/class/power_supply/hid-1/type", "Battery\n");
  system.put("sys/class/power_supply/hid-1/scope", "Device\n");
  system.put("sys/class/power_supply/AC/type", "Mains\n");
  EXPECT_TRUE(find_batteries(system.roots().sys).empty());
}

TEST(CounterUnwrap, GoesOnWhereTheCounterStartsAgain) {
  CounterUnwrap counter(1000);
  EXPECT_EQ(counter.unwrapped(400), 400u);
  EXPECT_EQ(counter.unwrapped(990), 990u);
  EXPECT_EQ(counter.unwrapped(15), 1015u);
  EXPECT_EQ(counter.unwrapped(15), 1015u);
  EXPECT_EQ(counter.unwrapped(800), 1800u);
  EXPECT_EQ(counter.unwrapped(3), 2003u);
}

}  // namespace
}  // namespace sightmark
