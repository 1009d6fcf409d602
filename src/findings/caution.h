#pragma once

#include <string>
#include <vector>

#include "findings/study.h"

namespace sightmark {

// Beside which numbers a reader must be warned.
enum class Topic { Tokens, Energy, Length, Settings, Reliability };

struct Caution {
  Topic topic;
  std::string sentence;
};

// Where the reference metrics mislead in this study, a sentence each, with its numbers; nothing
// where they do not. The rules and their thresholds: docs/metrics.md, "Cautions".
std::vector<Caution> cautions(const Study& study);

}  // namespace sightmark
