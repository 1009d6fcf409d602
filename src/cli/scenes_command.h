#pragma once

#include <memory>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's
class App;
}

namespace sightmark {

// The subcommand scenes, which draws pictures whose truth is known.
class ScenesCommand {
 public:
  // Adds the subcommand to `app`, which must outlive this.
  explicit ScenesCommand(CLI::App& app);
  ~ScenesCommand();

  // Whether the command line named it.
  bool is_chosen() const;

  // Runs it and prints what came of it; returns the program's exit code.
  int run();

 private:
  struct Arguments;
  std::unique_ptr<Arguments> arguments_;
};

}  // namespace sightmark
