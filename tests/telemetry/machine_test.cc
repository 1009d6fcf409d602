#include "telemetry/machine.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "fakes/fake_system.h"
#include "fakes/unprivileged.h"
#include "telemetry/power_source.h"

namespace sightmark {
namespace {

// The fact of that name; a fact without a name where there is none.
Fact fact(const Facts& facts, const std::string& name) {
  const auto found = std::find_if(facts.begin(), facts.end(),
                                  [&](const Fact& other) { return other.name == name; });
  return found == facts.end() ? Fact{} : *found;
}

bool has(const Facts& facts, const std::string& name) { return fact(facts, name).name == name; }

Fact number(const std::string& name, double value) { return {name, value}; }
Fact text(const std::string& name, const std::string& value) { return {name, value}; }

Capability capability(const SystemRoots& roots, const std::string& source) {
  for (const Capability& found : capabilities(roots)) {
    if (found.source == source) return found;
  }
  return {};
}

bool says(const std::string& whole, const std::string& part) {
  return whole.find(part) != std::string::npos;
}

SystemRoots with_nvml(const FakeSystem& system, const char* library) {
  SystemRoots roots = system.roots();
  roots.nvml = library;
  return roots;
}

void put_rapl(const FakeSystem& system) {
  system.put("sys/class/powercap/intel-rapl:0/name", "package-0\n");
  system.put("sys/class/powercap/intel-rapl:0/energy_uj", "5\n");
  system.put("sys/class/powercap/intel-rapl:0/max_energy_range_uj", "500\n");
}

TEST(DeviceName, IsTheBoardsBeforeAllElse) {
  const FakeSystem system;
  put_jetson_orin(system);
  system.put("sys/class/dmi/id/product_name", "NVIDIA Jetson\n");
  EXPECT_EQ(device_name(with_nvml(system, FAKE_NVML_FULL)), "NVIDIA Jetson AGX Orin Developer Kit");
}

TEST(DeviceName, IsTheGpusBeforeTheProducts) {
  const FakeSystem system;
  system.put("sys/class/dmi/id/product_name", "PowerEdge R760\n");
  EXPECT_EQ(device_name(with_nvml(system, FAKE_NVML_FULL)), "NVIDIA Fake 100");
}

TEST(DeviceName, IsTheProductsWithItsMaker) {
  const FakeSystem system;
  system.put("sys/class/dmi/id/product_name", "PowerEdge R760\n");
  system.put("sys/class/dmi/id/sys_vendor", "Dell Inc.\n");
  EXPECT_EQ(device_name(system.roots()), "Dell PowerEdge R760");
  system.put("sys/class/dmi/id/product_name", "Dell Pro Max with GB10 FCM1253\n");
  EXPECT_EQ(device_name(system.roots()), "Dell Pro Max with GB10 FCM1253");
}

TEST(DeviceName, IsTheHostsWhereTheProductHasNone) {
  const FakeSystem system;
  system.put("proc/sys/kernel/hostname", "bench-3\n");
  for (const char* useless :
       {"To Be Filled By O.E.M.\n", "Virtual Machine\n", "\n", "KVM\n", "System Product Name\n",
        "Standard PC (Q35 + ICH9, 2009)\n", "VMware Virtual Platform\n", "default string\n"}) {
    system.put("sys/class/dmi/id/product_name", useless);
    EXPECT_EQ(device_name(system.roots()), "bench-3") << useless;
  }
  system.remove("proc/sys/kernel/hostname");
  EXPECT_EQ(device_name(system.roots()), "unnamed device");
}

TEST(MachineFacts, OfAPc) {
  const FakeSystem system;
  system.put("proc/sys/kernel/hostname", "bench-3\n");
  system.put("proc/sys/kernel/osrelease", "6.8.0-45-generic\n");
  system.put("etc/os-release", "NAME=\"Ubuntu\"\nPRETTY_NAME=\"Ubuntu 24.04.1 LTS\"\n");
  std::string cpus;
  for (const char* ids : {"0\ncore id\t: 0", "0\ncore id\t: 1", "0\ncore id\t: 0",
                          "0\ncore id\t: 1", "1\ncore id\t: 0", "1\ncore id\t: 0"}) {
    cpus += std::string("processor\t: 9\nmodel name\t: Some CPU\x1B 9000\nphysical id\t: ") + ids +
            "\nflags\t\t: a b\n\n";
  }
  system.put("proc/cpuinfo", cpus);
  system.put("proc/meminfo", "MemTotal: 2097152 kB\nMemAvailable: 1048576 kB\n");
  system.put("proc/self/cgroup", "0::/\n");
  system.put("sys/fs/cgroup/memory.max", "1073741824\n");
  const Facts facts = machine_facts(with_nvml(system, FAKE_NVML_FULL));
  EXPECT_EQ(fact(facts, "device_name"), text("device_name", "NVIDIA Fake 100"));
  EXPECT_EQ(fact(facts, "host"), text("host", "bench-3"));
  EXPECT_EQ(fact(facts, "os"), text("os", "Ubuntu 24.04.1 LTS"));
  EXPECT_EQ(fact(facts, "kernel"), text("kernel", "6.8.0-45-generic"));
  EXPECT_EQ(fact(facts, "cpu_model"), text("cpu_model", "Some CPU\xEF\xBF\xBD 9000"));
  EXPECT_EQ(fact(facts, "cpu_core_count"), (Fact{"cpu_core_count", std::int64_t{3}}));
  EXPECT_EQ(fact(facts, "cpu_thread_count"), (Fact{"cpu_thread_count", std::int64_t{6}}));
  EXPECT_EQ(fact(facts, "memory_total_mb"), number("memory_total_mb", 2048));
  EXPECT_EQ(fact(facts, "memory_limit_mb"), number("memory_limit_mb", 1024));
  EXPECT_EQ(std::get<std::vector<std::string>>(fact(facts, "gpu_names").value).size(), 2u);
  EXPECT_EQ(fact(facts, "gpu_memory_total_mb"), number("gpu_memory_total_mb", 2 * 81920));
  EXPECT_EQ(fact(facts, "driver_version"), text("driver_version", "580.159.04"));
}

TEST(MachineFacts, CountArmCoresByKind) {
  const FakeSystem system;
  std::string cpus;
  for (const char* part : {"0xd87", "0xd87", "0xd85", "0xabc"}) {
    cpus += std::string("processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: ") + part + "\n\n";
  }
  system.put("proc/cpuinfo", cpus);
  const Facts facts = machine_facts(system.roots());
  EXPECT_EQ(fact(facts, "cpu_model"),
            text("cpu_model", "2x Cortex-A725, 1x Cortex-X925, 1x core 0xabc"));
  EXPECT_EQ(fact(facts, "cpu_core_count"), (Fact{"cpu_core_count", std::int64_t{4}}));
}

TEST(MachineFacts, LeaveOutWhatIsNotKnown) {
  const FakeSystem system;
  const Facts facts = machine_facts(with_nvml(system, FAKE_NVML_BARE));
  for (const char* name :
       {"host", "board_model", "product_name", "os", "kernel", "cpu_model", "memory_total_mb",
        "memory_limit_mb", "gpu_memory_total_mb", "driver_version"}) {
    EXPECT_FALSE(has(facts, name)) << name;
  }
  EXPECT_TRUE(has(facts, "gpu_names"));
}

TEST(DeviceState, OfAJetson) {
  const FakeSystem system;
  put_jetson_orin(system);
  for (const char* cpu : {"cpu0", "cpu1"}) {
    const std::string folder = std::string("sys/devices/system/cpu/") + cpu + "/cpufreq/";
    system.put(folder + "scaling_governor", "schedutil\n");
    system.put(folder + "scaling_max_freq", "2201600\n");
  }
  system.put("sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "2000000\n");
  system.put("sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq", "1000000\n");
  system.put("sys/devices/system/cpu/cpufreq/policy0/scaling_governor", "other\n");
  system.put("sys/class/thermal/thermal_zone0/type", "cpu-thermal\n");
  system.put("sys/class/thermal/thermal_zone0/temp", "48531\n");
  system.put("sys/class/thermal/thermal_zone1/type", "gpu-thermal\n");
  system.put("sys/class/thermal/thermal_zone1/temp", "");  // switched off
  system.put("proc/loadavg", "1.25 0.50 0.10 2/300 4711\n");
  const Facts facts = device_state(with_nvml(system, FAKE_NVML_BARE));
  EXPECT_EQ(fact(facts, "power_mode"), text("power_mode", "MODE_30W"));
  EXPECT_EQ(fact(facts, "cpu_governor"), text("cpu_governor", "schedutil"));
  EXPECT_EQ(fact(facts, "cpu_clock_mhz"), number("cpu_clock_mhz", 1500));
  EXPECT_EQ(fact(facts, "cpu_clock_limit_mhz"), number("cpu_clock_limit_mhz", 2201.6));
  EXPECT_EQ(fact(facts, "gpu_clock_mhz"), number("gpu_clock_mhz", 1300.5));
  EXPECT_EQ(fact(facts, "temperature_cpu_thermal_c"), number("temperature_cpu_thermal_c", 48.531));
  EXPECT_FALSE(has(facts, "temperature_gpu_thermal_c"));
  EXPECT_EQ(fact(facts, "load_average_1min"), number("load_average_1min", 1.25));
}

TEST(DeviceState, OfAPowerModeWithoutANameIsItsNumber) {
  const FakeSystem system;
  put_jetson_orin(system);
  system.put("var/lib/nvpmodel/status", "pmode:0007\n");
  EXPECT_EQ(fact(device_state(system.roots()), "power_mode"), text("power_mode", "7"));
  system.put("var/lib/nvpmodel/status", "nonsense");
  EXPECT_FALSE(has(device_state(system.roots()), "power_mode"));
}

TEST(DeviceState, NumbersSeveralGpus) {
  const FakeSystem system;
  const Facts facts = device_state(with_nvml(system, FAKE_NVML_FULL));
  EXPECT_EQ(fact(facts, "gpu0_clock_mhz"), number("gpu0_clock_mhz", 1980));
  EXPECT_EQ(fact(facts, "gpu1_power_limit_w"), number("gpu1_power_limit_w", 700));
  EXPECT_EQ(std::get<std::vector<std::string>>(fact(facts, "gpu0_throttle_reasons").value).size(),
            2u);
  EXPECT_TRUE(has(facts, "gpu1_throttle_reasons"));  // none, which is not unknown
}

TEST(DeviceState, CountsHowOftenHeatSlowedProcessors) {
  const FakeSystem system;
  system.put("sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", "3\n");
  system.put("sys/devices/system/cpu/cpu1/thermal_throttle/core_throttle_count", "4\n");
  EXPECT_EQ(fact(device_state(system.roots()), "cpu_throttle_count"),
            (Fact{"cpu_throttle_count", std::int64_t{7}}));
}

TEST(DeviceState, NamesEachGovernorOnce) {
  const FakeSystem system;
  for (const auto& [cpu, governor] :
       {std::pair("cpu0", "powersave"), {"cpu1", "performance"}, {"cpu2", "powersave"}}) {
    system.put(std::string("sys/devices/system/cpu/") + cpu + "/cpufreq/scaling_governor",
               governor);
  }
  EXPECT_EQ(fact(device_state(system.roots()), "cpu_governor"),
            text("cpu_governor", "performance, powersave"));
}

TEST(DeviceState, OfTheHottestZoneOfAType) {
  const FakeSystem system;
  for (const auto& [zone, temp] : {std::pair("thermal_zone0", "40000"),
                                   {"thermal_zone1", "55000"},
                                   {"thermal_zone2", "45000"}}) {
    system.put(std::string("sys/class/thermal/") + zone + "/type", "acpitz\n");
    system.put(std::string("sys/class/thermal/") + zone + "/temp", temp);
  }
  const Facts facts = device_state(system.roots());
  EXPECT_EQ(fact(facts, "temperature_acpitz_c"), number("temperature_acpitz_c", 55));
  EXPECT_EQ(std::count_if(facts.begin(), facts.end(),
                          [](const Fact& f) { return f.name.starts_with("temperature_"); }),
            1);
}

TEST(PowerMeters, AreFoundInAFixedOrder) {
  const FakeSystem system;
  put_jetson_orin(system);
  put_rapl(system);
  const auto meters = find_power_meters(with_nvml(system, FAKE_NVML_FULL));
  std::vector<std::string> names;
  for (const auto& meter : meters) names.push_back(meter->name());
  ASSERT_EQ(names.size(), 4u);
  EXPECT_TRUE(names[0].starts_with("nvml:0 "));
  EXPECT_TRUE(names[1].starts_with("nvml:1 "));
  EXPECT_EQ(names[2], "board sensor");
  EXPECT_EQ(names[3], "rapl");
}

TEST(PowerMeters, OfAnEmptyMachineAreNone) {
  const FakeSystem system;
  EXPECT_TRUE(find_power_meters(system.roots()).empty());
}

TEST(Capabilities, AreTheSameKindsOnEveryMachine) {
  const FakeSystem empty, jetson;
  put_jetson_orin(jetson);
  const auto none = capabilities(empty.roots()), some = capabilities(jetson.roots());
  ASSERT_EQ(none.size(), some.size());
  for (std::size_t i = 0; i < none.size(); ++i) {
    EXPECT_EQ(none[i].source, some[i].source);
    EXPECT_FALSE(none[i].is_available);
    EXPECT_NE(none[i].remedy, "") << none[i].source;
  }
}

TEST(Capabilities, SayWhatIsMeasuredWithItsScope) {
  const FakeSystem system;
  put_jetson_orin(system);
  put_rapl(system);
  const SystemRoots roots = with_nvml(system, FAKE_NVML_FULL);
  EXPECT_TRUE(says(capability(roots, "board power rails").what, "VDD_GPU_SOC (gpu_soc_rail)"));
  EXPECT_TRUE(says(capability(roots, "CPU energy (RAPL)").what, "package-0 (cpu_package)"));
  EXPECT_TRUE(says(capability(roots, "NVIDIA GPU (NVML)").what, "board (gpu_board)"));
  EXPECT_FALSE(capability(roots, "tegrastats").is_available);
  EXPECT_TRUE(says(capability(roots, "tegrastats").remedy, "not needed"));
}

TEST(Capabilities, SayThatAGpuReportsNoPower) {
  const FakeSystem system;
  const Capability found = capability(with_nvml(system, FAKE_NVML_BARE), "NVIDIA GPU (NVML)");
  EXPECT_TRUE(found.is_available);
  EXPECT_TRUE(says(found.what, "Orin (nvgpu): no power")) << found.what;
}

TEST(Capabilities, SayHowToOpenWhatIsClosed) {
  const FakeSystem system;
  put_rapl(system);
  std::filesystem::permissions(system / "sys/class/powercap/intel-rapl:0/energy_uj",
                               std::filesystem::perms::none);
  const Unprivileged scope;
  const Capability found = capability(system.roots(), "CPU energy (RAPL)");
  EXPECT_FALSE(found.is_available);
  EXPECT_TRUE(says(found.remedy, "sudo chmod a+r")) << found.remedy;
}

TEST(Capabilities, IncludeTheMemoryOfThisMachine) {
  SystemRoots roots;
  roots.nvml = "no-nvml.so";
  EXPECT_TRUE(capability(roots, "memory of the system").is_available);
  EXPECT_TRUE(capability(roots, "memory of the engine").is_available);
}

}  // namespace
}  // namespace sightmark
