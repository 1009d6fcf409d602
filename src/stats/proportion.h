#pragma once

#include <cstddef>
#include <optional>

#include "stats/interval.h"

namespace sightmark {

// Wilson's score interval at 95% of a share, from 0 to 1, of which `count` of `all` were seen (E.
// B. Wilson, JASA 22, 1927). Unlike the textbook's it is right where the share is near 0 or 1.
// Nothing for none.
std::optional<Interval> wilson_interval(std::size_t count, std::size_t all);

}  // namespace sightmark
