#pragma once

#include <fstream>
#include <string>
#include <string_view>

#include "sample/temporary_folder.h"
#include "telemetry/system_file.h"

namespace sightmark {

// Folders that stand for /sys, /proc, /etc and /var of some machine.
class FakeSystem {
 public:
  FakeSystem() {
    std::filesystem::permissions(folder_.path(), std::filesystem::perms(0755));
    for (const char* name : {"sys", "proc", "etc", "var"}) {
      std::filesystem::create_directory(folder_ / name);
    }
  }

  SystemRoots roots() const {
    return {folder_ / "sys", folder_ / "proc", folder_ / "etc", folder_ / "var",
            (folder_ / "no-nvml.so").string()};
  }

  // Writes a file where it stands, as the kernel changes files: put("sys/class/x/y", "5\n").
  void put(const std::filesystem::path& path, std::string_view text) const {
    std::filesystem::create_directories((folder_ / path).parent_path());
    std::ofstream(folder_ / path, std::ios::binary) << text;
  }

  void remove(const std::filesystem::path& path) const {
    std::filesystem::remove_all(folder_ / path);
  }

  std::filesystem::path operator/(const std::filesystem::path& path) const {
    return folder_ / path;
  }

 private:
  TemporaryFolder folder_;
};

// An INA3221 or INA238 with one input: label, millivolts, milliamperes.
inline void put_input(const FakeSystem& system, const std::string& sensor, int input,
                      std::string_view label, int millivolts, int milliamperes) {
  const std::string folder = "sys/class/hwmon/" + sensor + "/", number = std::to_string(input);
  system.put(folder + "in" + number + "_label", std::string(label) + '\n');
  system.put(folder + "in" + number + "_input", std::to_string(millivolts) + '\n');
  system.put(folder + "curr" + number + "_input", std::to_string(milliamperes) + '\n');
}

// A Jetson AGX Orin, as far as sightmark looks at one.
inline void put_jetson_orin(const FakeSystem& system) {
  system.put("proc/device-tree/model",
             std::string_view("NVIDIA Jetson AGX Orin Developer Kit\0", 37));
  system.put("sys/class/hwmon/hwmon3/name", "ina3221\n");
  put_input(system, "hwmon3", 1, "VDD_GPU_SOC", 19000, 400);
  put_input(system, "hwmon3", 2, "VDD_CPU_CV", 19000, 100);
  put_input(system, "hwmon3", 3, "VIN_SYS_5V0", 5000, 800);
  system.put("sys/class/hwmon/hwmon3/in7_label", "sum of shunt voltages\n");
  system.put("sys/class/hwmon/hwmon3/in7_input", "4\n");
  system.put("sys/class/hwmon/hwmon3/curr4_input", "1300\n");
  system.put("sys/class/hwmon/hwmon4/name", "ina3221\n");
  put_input(system, "hwmon4", 1, "NC", 0, 0);
  put_input(system, "hwmon4", 2, "VDDQ_VDD2_1V8AO", 19000, 50);
  put_input(system, "hwmon4", 3, "NC", 0, 0);
  system.put("sys/class/devfreq/17000000.gpu/device/load", "745\n");
  system.put("sys/class/devfreq/17000000.gpu/cur_freq", "1300500000\n");
  system.put("var/lib/nvpmodel/status", "pmode:0002\n");
  system.put("etc/nvpmodel.conf",
             "< POWER_MODEL ID=0 NAME=MAXN >\nCPU_ONLINE CORE_0 1\n"
             "< POWER_MODEL ID=2 NAME=MODE_30W >\n< POWER_MODEL ID=3 NAME=MODE_50W >\n");
}

}  // namespace sightmark
