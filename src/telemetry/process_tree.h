#pragma once

#include <sys/types.h>

#include <filesystem>
#include <span>
#include <vector>

namespace sightmark {

// The processes and all that descend from them, each once. Those that have ended are left out.
std::vector<pid_t> process_tree(const std::filesystem::path& proc, std::span<const pid_t> roots);

}  // namespace sightmark
