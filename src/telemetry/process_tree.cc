#include "telemetry/process_tree.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "telemetry/value_file.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

fs::path folder_of(const fs::path& proc, pid_t process) { return proc / std::to_string(process); }

// Each thread has a list of the processes that it started, unless the kernel was built without.
std::vector<pid_t> listed_children(const fs::path& proc, pid_t process) {
  std::vector<pid_t> found;
  for (const fs::path& thread : entries(folder_of(proc, process) / "task", "")) {
    const std::string list = read_text(thread / "children").value_or("");
    for (std::string_view rest = list; !rest.empty();) {
      if (const auto child = leading_integer(rest)) found.push_back(static_cast<pid_t>(*child));
      rest.remove_prefix(std::min(rest.find(' ', 1), rest.size()));
    }
  }
  return found;
}

struct Kinship {
  pid_t parent, child;
};

// Of all processes: "12 (name) S 1 ..." is a child of 1. The name may hold anything.
std::vector<Kinship> all_kinships(const fs::path& proc) {
  std::vector<Kinship> found;
  for (const fs::path& folder : entries(proc, "")) {
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

}  // namespace

std::vector<pid_t> process_tree(const fs::path& proc, std::span<const pid_t> roots) {
  std::vector<pid_t> tree;
  const auto add = [&](pid_t process) {
    const bool is_new = std::find(tree.begin(), tree.end(), process) == tree.end();
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

}  // namespace sightmark
