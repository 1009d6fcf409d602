#include "telemetry/load.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "telemetry/value_file.h"

namespace sightmark {
namespace {

// Of the line "cpu  user nice system idle iowait irq softirq steal ..." in /proc/stat; guest time
// is in user time already.
constexpr std::size_t kColumnCount = 8, kIdle = 3, kIowait = 4;

}  // namespace

std::optional<CpuTime> cpu_time(const std::filesystem::path& proc) {
  const std::string text = read_text(proc / "stat").value_or("");
  if (!text.starts_with("cpu ")) return std::nullopt;
  std::array<double, kColumnCount> ticks{};
  const char* at = text.data() + 4;
  const char* const end = text.data() + std::min(text.find('\n'), text.size());
  double total = 0;
  for (double& column : ticks) {
    while (at != end && *at == ' ') ++at;
    const auto [next, error] = std::from_chars(at, end, column);
    if (error != std::errc()) return std::nullopt;
    at = next;
    total += column;
  }
  const double tick_s = 1.0 / static_cast<double>(::sysconf(_SC_CLK_TCK));
  return CpuTime{(total - ticks[kIdle] - ticks[kIowait]) * tick_s, total * tick_s};
}

std::optional<double> gpu_utilization_percent(const Meters& meters,
                                              const std::vector<bool>& is_engines) {
  const bool is_any_known =
      std::find(is_engines.begin(), is_engines.end(), true) != is_engines.end();
  double sum = 0;
  int count = 0;
  for (std::size_t i = 0; i < meters.size(); ++i) {
    if (is_any_known && !is_engines[i]) continue;
    if (const auto percent = meters[i]->utilization_percent()) {
      sum += *percent;
      ++count;
    }
  }
  return count > 0 ? std::optional(sum / count) : std::nullopt;
}

std::vector<std::optional<double>> gpu_memory_mb(const Meters& meters,
                                                 std::span<const pid_t> processes) {
  std::vector<std::optional<double>> found;
  for (const auto& meter : meters) found.push_back(meter->memory_mb(processes));
  return found;
}

}  // namespace sightmark
