#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "record/run.h"

namespace sightmark {

// A value read from JSON, and what was wrong with single fields of it: such a field is absent.
template <typename T>
struct Parsed {
  Parsed() {}  // NOLINT(modernize-use-equals-default): that would fill all with zeros beforehand
  T value;
  std::vector<std::string> field_problems;
};

// Parses the three documents of a run directory. Each fails where the text is not one valid JSON
// object. Holds the buffers, so use one parser for many lines, but from one thread at a time.
class RecordParser {
 public:
  RecordParser();
  ~RecordParser();

  // Fills in a trial that is all empty; its texts are good until the next call, and as long as the
  // line. `padded_line` must be followed by LineReader::kPadding bytes that may be read.
  Expected<void> parse_trial(std::string_view padded_line, Trial& trial,
                             std::vector<std::string>& field_problems);

  Expected<Parsed<RunMeta>> parse_run_meta(std::string_view json);
  Expected<Parsed<RunSummary>> parse_run_summary(std::string_view json);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sightmark
