#pragma once

#include <sys/types.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace sightmark {

struct ProcessState {
  char letter;  // proc(5): 'R', 'S', 'Z', ...
  pid_t parent_id;
};

// No value if there is no such process.
inline std::optional<ProcessState> process_state(pid_t id) {
  std::ifstream file("/proc/" + std::to_string(id) + "/stat");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  std::istringstream fields(text.substr(std::min(text.rfind(')') + 1, text.size())));
  ProcessState state{};
  if (!(fields >> state.letter >> state.parent_id)) return std::nullopt;
  return state;
}

// Whether the process is there and no zombie: not everywhere does someone reap orphans.
inline bool is_running(pid_t id) {
  const auto state = process_state(id);
  return state && state->letter != 'Z' && state->letter != 'X';
}

inline std::vector<pid_t> child_processes_of(pid_t parent_id) {
  std::vector<pid_t> ids;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const pid_t id = std::atoi(entry.path().filename().c_str());
    const auto state = process_state(id);
    if (state && state->parent_id == parent_id) ids.push_back(id);
  }
  return ids;
}

// Whether it comes true before a deadline that only a broken program meets.
template <typename Condition>
bool eventually(Condition is_true) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!is_true()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace sightmark
