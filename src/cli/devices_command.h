#pragma once

#include <memory>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's
class App;
}

namespace sightmark {

// The subcommand devices: what this machine is and what can be measured on it.
class DevicesCommand {
 public:
  // Adds the subcommand to `app`, which must outlive this.
  explicit DevicesCommand(CLI::App& app);
  ~DevicesCommand();

  // Whether the command line named it.
  bool is_chosen() const;

  // Runs it and prints what it found; returns the program's exit code.
  int run();

 private:
  struct Arguments;
  std::unique_ptr<Arguments> arguments_;
};

}  // namespace sightmark
