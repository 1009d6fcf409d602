#pragma once

#include <string>
#include <string_view>

#include "base/expected.h"
#include "compare/comparison.h"

namespace sightmark {

// What must not have become of a metric: "latency_p90 > +5%", "accuracy < -2 points".
struct Gate {
  std::string text;  // as it was given
  const Metric* metric;
  bool is_above;  // it fails above the limit, not below
  double limit;   // of the change, in its unit
};

// Fails where the text is no gate, with an example of one, or the metric has no pairs.
Expected<Gate> parse_gate(std::string_view text);

// By the ends of the interval, never by the number between them.
enum class GateOutcome { Passes, Fails, Undecided };

struct GateResult {
  Gate gate;
  GateOutcome outcome;
  std::string reason;  // "the change is 3.1% (2.8 to 3.4)"; why it is undecided
};

GateResult judged(const Gate& gate, const Comparison& comparison);

}  // namespace sightmark
