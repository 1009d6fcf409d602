#include "telemetry/memory.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>

#include "telemetry/system_file.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

constexpr double kKilobytesPerMb = 1024, kBytesPerMb = 1 << 20;
// A control group without a limit of version 1 has the largest number of whole pages as one.
constexpr double kNoLimitMb = 1e12;

// The kilobytes of the line that starts with `name`.
std::optional<double> megabytes_after(const std::string& text, std::string_view name) {
  const auto value = text_between(fmt::format("\n{}\n", text), fmt::format("\n{}", name), "\n");
  const auto kilobytes = leading_integer(value.value_or(""));
  if (!kilobytes) return std::nullopt;
  return static_cast<double>(*kilobytes) / kKilobytesPerMb;
}

std::optional<double> pss_mb(const fs::path& process) {
  const auto text = read_text(process / "smaps_rollup");
  return text ? megabytes_after(*text, "Pss:") : std::nullopt;
}

// The second number of statm, in pages.
std::optional<double> rss_mb(const fs::path& process) {
  const std::string text = read_text(process / "statm").value_or("");
  const auto pages =
      leading_integer(std::string_view(text).substr(std::min(text.find(' '), text.size())));
  if (!pages) return std::nullopt;
  return static_cast<double>(*pages) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / kBytesPerMb;
}

fs::path folder_of(const fs::path& proc, pid_t process) { return proc / std::to_string(process); }

// Each thread has a list of the processes that it started, unless the kernel was built without.
std::vector<pid_t> listed_children(const fs::path& proc, pid_t process) {
  std::vector<pid_t> found;
  for (const fs::path& thread : entries(folder_of(proc, process) / "task")) {
    std::istringstream list(read_text(thread / "children").value_or(""));
    for (pid_t child = 0; list >> child;) found.push_back(child);
  }
  return found;
}

struct Kinship {
  pid_t parent, child;
};

// Of all processes: "12 (name) S 1 ..." is a child of 1. The name may hold anything.
std::vector<Kinship> all_kinships(const fs::path& proc) {
  std::vector<Kinship> found;
  for (const fs::path& folder : entries(proc)) {
    const auto child = leading_integer(folder.filename().string());
    const std::string stat = child ? read_text(folder / "stat").value_or("") : "";
    const std::size_t state = stat.rfind(") ");
    if (state == std::string::npos || state + 4 > stat.size()) continue;
    const auto parent = leading_integer(std::string_view(stat).substr(state + 3));
    if (parent) found.push_back({static_cast<pid_t>(*parent), static_cast<pid_t>(*child)});
  }
  return found;
}

bool has_lists(const fs::path& proc, pid_t process) {
  return fs::exists(folder_of(proc, process) / "task" / std::to_string(process) / "children");
}

// The path of this process's group: "0::/path" of version 2, or "4:memory:/path" of version 1.
std::optional<fs::path> group_path(const std::string& list, std::string_view controller) {
  std::istringstream lines(list);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream parts(line);
    std::string number, controllers, path;
    std::getline(parts, number, ':');
    std::getline(parts, controllers, ':');
    if (std::getline(parts, path) && controllers == controller) {
      return fs::path(path).relative_path();
    }
  }
  return std::nullopt;
}

// The least limit of a group and those above it. In a container, whose root is a separate group,
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

std::vector<pid_t> process_tree(const fs::path& proc, std::span<const pid_t> roots) {
  std::vector<pid_t> tree;
  const auto add = [&](pid_t process) {
    const bool is_new = std::ranges::find(tree, process) == tree.end();
    if (is_new && fs::exists(folder_of(proc, process))) tree.push_back(process);
  };
  for (const pid_t root : roots) add(root);
  if (tree.empty()) return tree;

  const bool is_listed = has_lists(proc, tree.front());
  const auto kinships = is_listed ? std::vector<Kinship>{} : all_kinships(proc);
  for (std::size_t next = 0; next < tree.size();) {  // it grows meanwhile
    const pid_t parent = tree[next++];
    for (const Kinship& kin : kinships) {
      if (kin.parent == parent) add(kin.child);
    }
    if (!is_listed) continue;
    for (const pid_t child : listed_children(proc, parent)) add(child);
  }
  return tree;
}

std::optional<ProcessMemory> memory_of(const fs::path& proc, std::span<const pid_t> processes) {
  double pss = 0, rss = 0;
  bool is_any_known = false, is_pss_known = true;
  for (const pid_t process : processes) {
    const fs::path folder = folder_of(proc, process);
    const auto process_rss = rss_mb(folder);
    if (!process_rss || *process_rss == 0) continue;  // ended, or a zombie
    const auto process_pss = is_pss_known ? pss_mb(folder) : std::nullopt;
    is_any_known = true;
    is_pss_known = process_pss.has_value();
    rss += *process_rss;
    pss += process_pss.value_or(0);
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
