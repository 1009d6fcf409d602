#pragma once

#include <cstdio>
#include <stop_token>
#include <string_view>
#include <thread>

#include "analyze/progress.h"
#include "base/expected.h"

namespace sightmark {

// Whether stderr is a terminal on which a line can rewrite itself.
bool is_live_terminal();

// A line on stderr that rewrites itself if that is a live terminal, and goes away at the end.
class LiveLine {
 public:
  ~LiveLine() { clear(); }

  bool is_live() const { return is_live_; }
  void show(std::string_view text);
  void clear();  // so that something else can be printed

 private:
  bool is_live_ = is_live_terminal();
  bool is_shown_ = false;
};

// Progress on stderr: a live line on a terminal, else a plain line for each stage.
class ProgressLine {
 public:
  explicit ProgressLine(bool is_quiet) : is_quiet_(is_quiet) {}

  void show(std::string_view stage, std::size_t done, std::size_t total);
  Progress progress();  // which shows; must not outlive this
  void clear() { line_.clear(); }

 private:
  bool is_quiet_;
  LiveLine line_;
};

// Writes to a stream. What cannot be written, for example on a full disk, is lost.
void print(std::FILE* stream, std::string_view text);

// Whether everything printed on stdout has been written; if not, an error names what is lost, such
// as "the audit".
bool is_output_written(std::string_view lost = "");

// A message on stderr after "sightmark: ".
void print_error(std::string_view message);

// Prints the error and returns `exit_code`.
int fail_with(int exit_code, const Error& error);

// Turns the first SIGINT, SIGTERM or SIGHUP into a stop, and the second into an end at once. Those
// that are ignored (nohup) stay so. To be made before any other thread, which then leaves these
// signals to it.
class StopSignal {
 public:
  StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;
  ~StopSignal();  // leaves the signals to their defaults again

  std::stop_token token() const { return stop_.get_token(); }

 private:
  void wait(const std::stop_token& end);

  sigset_t signals_, old_mask_;
  std::stop_source stop_;
  std::jthread waiter_;
};

}  // namespace sightmark
