#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/expected.h"

namespace sightmark {

struct ChildOptions {
  std::vector<std::string> command;  // program and arguments; looked up in PATH without a slash
  std::vector<std::pair<std::string, std::string>> environment;  // added to sightmark's
  std::filesystem::path log;  // receives stderr, and stdout unless that is a pipe; appended to
  bool has_pipes = false;     // stdin and stdout are pipes to sightmark
  std::string input;          // else all of its stdin, at most 4 KB
};

// How a process ended: with an exit code, or by a signal.
struct ProcessEnd {
  bool was_signal;
  int number;  // exit code, or the signal's number

  std::string in_words() const;  // "exit code 1", "signal 9 (Killed)"
};

// A child process that leads a new process group. The whole group ends when sightmark ends, even by
// SIGKILL.
class ChildProcess {
 public:
  // Fails where the program cannot be started, and says why.
  static Expected<ChildProcess> start(const ChildOptions& options);

  ChildProcess(ChildProcess&&) noexcept;
  ChildProcess& operator=(ChildProcess&&) noexcept;
  ~ChildProcess();  // stops it

  pid_t id() const;

  // sightmark's ends of its stdin and stdout, owned by this; -1 without pipes.
  int input() const;
  int output() const;

  // How it ended, once it has.
  std::optional<ProcessEnd> end();

  // Sends SIGTERM to the group, then SIGKILL if it still runs after `patience`; returns once it has
  // ended.
  ProcessEnd stop(std::chrono::milliseconds patience);

 private:
  struct State;
  explicit ChildProcess(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The program of that name in the first folder of PATH that has it, as an absolute path.
std::optional<std::filesystem::path> find_program(const std::string& name);

}  // namespace sightmark
