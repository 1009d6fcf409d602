#pragma once

#include <memory>

#include "analyze/analyze.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's
class App;
}

namespace sightmark {

// One of the subcommands analyze, plots and captions, which differ in what they write.
class AnalyzeCommand {
 public:
  // Adds the subcommand to `app`, which must outlive this.
  AnalyzeCommand(CLI::App& app, StudyPart part);
  ~AnalyzeCommand();

  // Whether the command line named it.
  bool is_chosen() const;

  // Runs it and prints what came of it; returns the program's exit code.
  int run();

 private:
  struct Arguments;
  std::unique_ptr<Arguments> arguments_;
};

}  // namespace sightmark
