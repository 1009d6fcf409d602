#pragma once

#include <memory>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's
class App;
}

namespace sightmark {

// The subcommand suite, which shows the questions that are asked.
class SuiteCommand {
 public:
  // Adds the subcommand to `app`, which must outlive this.
  explicit SuiteCommand(CLI::App& app);
  ~SuiteCommand();

  // Whether the command line named it.
  bool is_chosen() const;

  // Runs it and prints what it shows; returns the program's exit code.
  int run();

 private:
  struct Arguments;
  std::unique_ptr<Arguments> arguments_;
};

}  // namespace sightmark
