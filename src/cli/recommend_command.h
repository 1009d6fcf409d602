#pragma once

#include <memory>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's
class App;
}

namespace sightmark {

// The subcommand recommend, which says which run to choose.
class RecommendCommand {
 public:
  // Adds the subcommand to `app`, which must outlive this.
  explicit RecommendCommand(CLI::App& app);
  ~RecommendCommand();

  // Whether the command line named it.
  bool is_chosen() const;

  // Runs it and prints what it found; returns the program's exit code.
  int run();

 private:
  struct Arguments;
  std::unique_ptr<Arguments> arguments_;
};

}  // namespace sightmark
