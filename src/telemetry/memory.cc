#include "telemetry/memory.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "telemetry/value_file.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

constexpr double kKilobytesPerMb = 1024, kBytesPerMb = 1 << 20;
// A control group without a limit of version 1 has the largest number of whole pages as one.
constexpr double kNoLimitMb = 1e12;

// The number behind "name:" at a line's start.
std::optional<std::int64_t> number_after(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos;
       at = text.find(name, at + 1)) {
    if (at == 0 || text[at - 1] == '\n') return leading_integer(text.substr(at + name.size()));
  }
  return std::nullopt;
}

std::optional<double> megabytes_after(std::string_view text, std::string_view name) {
  const auto kilobytes = number_after(text, name);
  if (!kilobytes) return std::nullopt;
  return static_cast<double>(*kilobytes) / kKilobytesPerMb;
}

std::optional<double> pss_mb(const fs::path& process) {
  const auto text = read_text(process / "smaps_rollup");
  return text ? megabytes_after(*text, "Pss:") : std::nullopt;
}

// The second number of statm, in pages.
std::optional<double> rss_mb(const fs::path& process) {
  const auto text = read_text(process / "statm");
  const std::size_t space = text ? text->find(' ') : std::string::npos;
  if (space == std::string::npos) return std::nullopt;
  const auto pages = leading_integer(std::string_view(*text).substr(space));
  if (!pages) return std::nullopt;
  return static_cast<double>(*pages) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / kBytesPerMb;
}

// The path of this process's group: "0::/path" of version 2, or "4:memory:/path" of version 1.
std::optional<fs::path> group_path(std::string_view list, std::string_view controller) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find('\n'), list.size());
    const std::string_view line = list.substr(0, end);
    const std::size_t first = line.find(':');
    const std::size_t second = first == line.npos ? first : line.find(':', first + 1);
    if (second != line.npos && line.substr(first + 1, second - first - 1) == controller) {
      return fs::path(line.substr(second + 1)).relative_path();
    }
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return std::nullopt;
}

// The least limit of a group and those above it. In a container, whose root is a group of its own,
// the path may not be there.
std::optional<double> least_limit_mb(const fs::path& root, fs::path group, const char* file) {
  std::optional<double> least;
  while (true) {
    const auto bytes = read_integer(root / group / file);  // "max" is no number
    const double mb = static_cast<double>(bytes.value_or(0)) / kBytesPerMb;
    if (bytes && mb < kNoLimitMb) least = std::min(least.value_or(mb), mb);
    if (group.empty()) return least;
    group = group.parent_path();
  }
}

}  // namespace

std::optional<SystemMemory> system_memory(const fs::path& proc) {
  const std::string text = read_text(proc / "meminfo").value_or("");
  const auto total = megabytes_after(text, "MemTotal:");
  const auto available = megabytes_after(text, "MemAvailable:");
  if (!total || !available) return std::nullopt;
  return SystemMemory{*total, *available};
}

std::optional<ProcessMemory> memory_of(const fs::path& proc, std::span<const pid_t> processes) {
  double pss = 0, rss = 0;
  bool is_any_known = false, is_pss_known = true;
  for (const pid_t process : processes) {
    const fs::path folder = proc / std::to_string(process);
    const auto own_rss = rss_mb(folder);
    if (!own_rss || *own_rss == 0) continue;  // ended, or a zombie
    const auto own_pss = is_pss_known ? pss_mb(folder) : std::nullopt;
    is_any_known = true;
    is_pss_known = own_pss.has_value();
    rss += *own_rss;
    pss += own_pss.value_or(0);
  }
  if (!is_any_known) return std::nullopt;
  return is_pss_known ? ProcessMemory{pss, ProcessMemoryKind::Pss}
                      : ProcessMemory{rss, ProcessMemoryKind::Rss};
}

std::optional<double> memory_limit_mb(const fs::path& proc, const fs::path& sys) {
  const std::string groups = read_text(proc / "self/cgroup").value_or("");
  const fs::path root = sys / "fs/cgroup";
  if (const auto old = group_path(groups, "memory")) {
    return least_limit_mb(root / "memory", *old, "memory.limit_in_bytes");
  }
  const auto group = group_path(groups, "");
  return group ? least_limit_mb(root, *group, "memory.max") : std::nullopt;
}

}  // namespace sightmark
