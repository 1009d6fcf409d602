#pragma once

#include <memory>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's
class App;
}

namespace sightmark {

// `sightmark audit`: what stands in the way of comparing runs.
class AuditCommand {
 public:
  // Adds the subcommand to `app`, which must outlive this.
  explicit AuditCommand(CLI::App& app);
  ~AuditCommand();

  // Whether the command line named it.
  bool is_chosen() const;

  // Runs it and prints what came of it; returns the program's exit code.
  int run();

 private:
  struct Arguments;
  std::unique_ptr<Arguments> arguments_;
};

}  // namespace sightmark
