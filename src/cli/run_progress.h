#pragma once

#include <string>

#include "base/clock.h"
#include "cli/terminal.h"
#include "run/run.h"

namespace sightmark {

// A run's progress on stderr: a live line on a terminal; else a plain line for each stage, and
// while measuring for each twentieth of the trials or every ten seconds.
class RunProgressLine {
 public:
  explicit RunProgressLine(bool is_quiet) : is_quiet_(is_quiet) {}

  void show(const RunProgress& progress);
  void clear() { line_.clear(); }

 private:
  bool is_due(const RunProgress& progress);

  bool is_quiet_;
  LiveLine line_;
  std::string stage_;  // last printed
  std::size_t printed_count_ = 0;
  Instant printed_at_;
};

// "measuring: 120 of 2500, 3 failed, 4.1/s, 9 min left, 31.2 W, engine 3.1 GB, system 12.3 GB".
std::string progress_in_words(const RunProgress& progress);

// "812 MB", "3.1 GB" (of 2^20 and 2^30 bytes).
std::string memory_in_words(double megabytes);

// "2.1 s", "45 s", "12 min", "3 h 20 min".
std::string duration_in_words(double seconds);

// What was measured, for a person: a line for each value, with its unit. Unknown values are left
// out.
std::string run_table(const RunOutcome& outcome);

}  // namespace sightmark
