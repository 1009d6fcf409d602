#pragma once

#include <memory>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's
class App;
}

namespace sightmark {

class RunArguments;

// The subcommand run: measures a model on this machine.
class RunCommand {
 public:
  // Adds the subcommand to `app`, which must outlive this.
  explicit RunCommand(CLI::App& app);
  ~RunCommand();

  // Whether the command line named it.
  bool is_chosen() const;

  // Runs it and prints what came of it; returns the program's exit code.
  int run();

 private:
  std::unique_ptr<RunArguments> arguments_;
};

}  // namespace sightmark
