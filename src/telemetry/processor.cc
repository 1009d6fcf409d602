#include "telemetry/processor.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "stats/quantile.h"
#include "telemetry/system_file.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

// Parts of Arm (implementer 0x41) and NVIDIA (0x4e), as Linux's asm/cputype.h has them.
constexpr std::pair<std::string_view, std::string_view> kArmCores[] = {
    {"0xd03", "Cortex-A53"},  {"0xd05", "Cortex-A55"},    {"0xd07", "Cortex-A57"},
    {"0xd08", "Cortex-A72"},  {"0xd0b", "Cortex-A76"},    {"0xd0c", "Neoverse-N1"},
    {"0xd40", "Neoverse-V1"}, {"0xd42", "Cortex-A78AE"},  {"0xd49", "Neoverse-N2"},
    {"0xd4f", "Neoverse-V2"}, {"0xd83", "Neoverse-V3AE"}, {"0xd85", "Cortex-X925"},
    {"0xd87", "Cortex-A725"}, {"0x004", "Carmel"}};

std::string arm_core_name(std::string_view part) {
  for (const auto& [known_part, name] : kArmCores) {
    if (known_part == part) return std::string(name);
  }
  return "core " + plain_text(part);
}

struct Field {
  std::string name, value;
};

// Lines of the form "model name\t: Some CPU".
std::vector<Field> fields_of(const std::string& text) {
  std::vector<Field> fields;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream parts(line);
    Field field;
    std::getline(parts, field.name, ':');
    std::getline(parts >> std::ws, field.value);
    field.name.erase(field.name.find_last_not_of(" \t") + 1);
    fields.push_back(std::move(field));
  }
  return fields;
}

// "10x Cortex-X925, 10x Cortex-A725", in the order in which the kernel has them.
std::optional<std::string> arm_model(const std::vector<Field>& fields) {
  std::vector<std::pair<std::string, int>> counts;
  for (const auto& [name, value] : fields) {
    if (name != "CPU part") continue;
    const auto same = std::ranges::find(counts, value, &std::pair<std::string, int>::first);
    if (same == counts.end()) {
      counts.emplace_back(value, 1);
    } else {
      ++same->second;
    }
  }
  std::vector<std::string> parts;
  for (const auto& [part, count] : counts) {
    parts.push_back(fmt::format("{}x {}", count, arm_core_name(part)));
  }
  if (parts.empty()) return std::nullopt;
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::vector<fs::path> processor_folders(const fs::path& sys) {
  std::vector<fs::path> found = entries(sys / "devices/system/cpu", "cpu");
  std::erase_if(found, [](const fs::path& folder) {
    return !leading_integer(folder.filename().string().substr(3));
  });
  return found;
}

// The number in that file of each processor that has it.
std::vector<double> numbers(const std::vector<fs::path>& folders, const char* file) {
  std::vector<double> found;
  for (const fs::path& folder : folders) {
    if (const auto number = read_integer(folder / file)) {
      found.push_back(static_cast<double>(*number));
    }
  }
  return found;
}

// "performance", or "performance, schedutil" where processors differ.
std::optional<std::string> governors(const std::vector<fs::path>& folders) {
  std::set<std::string> names;
  for (const fs::path& folder : folders) {
    const auto name = read_text(folder / "cpufreq/scaling_governor");
    if (name && !name->empty()) names.insert(plain_text(*name));
  }
  if (names.empty()) return std::nullopt;
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

Processor processor(const fs::path& proc) {
  Processor found;
  std::set<std::pair<std::string, std::string>> cores;  // package and core
  std::string package;
  const std::vector<Field> fields = fields_of(read_text(proc / "cpuinfo").value_or(""));
  for (const auto& [name, value] : fields) {
    if (name == "processor") ++found.thread_count;
    if (name == "model name" && !found.model) found.model = plain_text(value);
    if (name == "physical id") package = value;
    if (name == "core id") cores.emplace(package, value);
  }
  if (!found.model) found.model = arm_model(fields);
  found.core_count = cores.empty() ? found.thread_count : static_cast<std::int64_t>(cores.size());
  return found;
}

Facts processor_state(const fs::path& sys) {
  constexpr double kMegahertzPerKilohertz = 1e-3;
  const std::vector<fs::path> folders = processor_folders(sys);
  const auto clocks = numbers(folders, "cpufreq/scaling_cur_freq");
  const auto limits = numbers(folders, "cpufreq/scaling_max_freq");
  const auto throttles = numbers(folders, "thermal_throttle/core_throttle_count");
  Facts facts;
  add_fact(facts, "cpu_governor", governors(folders));
  if (const auto clock = mean(clocks)) {
    facts.push_back({"cpu_clock_mhz", *clock * kMegahertzPerKilohertz});
  }
  if (!limits.empty()) {
    facts.push_back({"cpu_clock_limit_mhz", std::ranges::max(limits) * kMegahertzPerKilohertz});
  }
  if (!throttles.empty()) {
    const double sum = std::accumulate(throttles.begin(), throttles.end(), 0.0);
    facts.push_back({"cpu_throttle_count", static_cast<std::int64_t>(sum)});
  }
  return facts;
}

}  // namespace sightmark
