#pragma once

#include <string>

#include "base/expected.h"
#include "run/engine_choice.h"
#include "run/run.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's
class App;
}

namespace sightmark {

// The arguments of the subcommand run.
class RunArguments {
 public:
  // Adds the options to the command; this must outlive its parsing.
  explicit RunArguments(CLI::App& command);
  RunArguments(const RunArguments&) = delete;  // CLI11 holds pointers into this
  RunArguments& operator=(const RunArguments&) = delete;

  // Fills what is below once the line is parsed. Fails if the arguments do not fit together.
  Expected<void> check();
  bool is_quiet() const { return is_quiet_; }
  const RunOptions& options() const { return options_; }
  const EngineOptions& engine() const { return engine_; }

 private:
  void add_engine_options();
  void add_question_options();
  void add_load_options();
  void add_record_options();
  Expected<void> check_engine() const;
  Expected<void> check_load() const;
  bool has(const std::string& option) const;

  CLI::App& command_;
  RunOptions options_;
  EngineOptions engine_;
  std::string api_key_env_ = "OPENAI_API_KEY", durability_ = "record";
  std::string images_, out_ = "results", mmproj_, program_, resume_;
  double timeout_s_ = 300;
  bool is_quiet_ = false;
};

}  // namespace sightmark
