#pragma once

#include <string_view>

namespace sightmark {

// Whether an answer is caught in a loop: 1 to 8 words repeated three times or more in a row that
// cover at least 30% of its words, or a line that stands three times.
bool has_repetition_loop(std::string_view answer);

}  // namespace sightmark
