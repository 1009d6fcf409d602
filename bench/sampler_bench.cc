#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "telemetry/power_source.h"
#include "telemetry/sampler.h"

using namespace sightmark;

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kDuration{5};

void put(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

// The files of a Jetson with eight rails, on three sensors.
void put_jetson(const fs::path& sys) {
  for (int rail = 0; rail < 8; ++rail) {
    const fs::path sensor = sys / "class/hwmon" / fmt::format("hwmon{}", rail / 3);
    const int input = rail % 3 + 1;
    put(sensor / "name", "ina3221\n");
    put(sensor / fmt::format("in{}_label", input), fmt::format("RAIL_{}\n", rail));
    put(sensor / fmt::format("in{}_input", input), "19000\n");
    put(sensor / fmt::format("curr{}_input", input), "400\n");
  }
  put(sys / "class/devfreq/17000000.gpu/device/load", "745\n");
}

// How much of a core sampling at 100 Hz takes, writing included; it watches this process.
int measure(const char* what, const SystemRoots& roots, const fs::path& csv) {
  auto sampler = Sampler::start(find_power_meters(roots), {.sample_hz = 100, .csv = csv});
  if (!sampler) {
    fmt::print(stderr, "sampler_bench: {}\n", sampler.error().message);
    return EXIT_FAILURE;
  }
  (*sampler)->watch({::getpid()});
  std::this_thread::sleep_for(kDuration);
  fmt::print("sampler_cpu_percent_at_100hz{} {:.3f}\n", what, (*sampler)->cpu_percent());
  return EXIT_SUCCESS;
}

}  // namespace

// usage: sampler_bench; prints a figure a line, of what this machine has and of a Jetson's files.
int main() {
  std::string folder = (fs::temp_directory_path() / "sightmark-XXXXXX").string();
  if (!::mkdtemp(folder.data())) return EXIT_FAILURE;
  put_jetson(fs::path(folder) / "sys");
  SystemRoots jetson;
  jetson.sys = fs::path(folder) / "sys";
  jetson.nvml = "none";
  const int here = measure("", {}, fs::path(folder) / "here.csv");
  const int there = measure("_8_rails", jetson, fs::path(folder) / "jetson.csv");
  fs::remove_all(folder);
  return here == EXIT_SUCCESS ? there : here;
}
