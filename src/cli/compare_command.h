#pragma once

#include <memory>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's
class App;
}

namespace sightmark {

// The subcommand compare, which sets two runs side by side, trial by trial.
class CompareCommand {
 public:
  // Adds the subcommand to `app`, which must outlive this.
  explicit CompareCommand(CLI::App& app);
  ~CompareCommand();

  // Whether the command line named it.
  bool is_chosen() const;

  // Runs it and prints what it found; returns the program's exit code.
  int run();

 private:
  struct Arguments;
  std::unique_ptr<Arguments> arguments_;
};

}  // namespace sightmark
