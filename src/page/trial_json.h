#pragma once

#include <string>

#include "metric/run_excerpt.h"

namespace sightmark {

// What of a run's trials the page shows, as JSON.
std::string to_json(const RunExcerpt& excerpt);

// Its trials alone, as JSON, gzip, Base64.
std::string packed_trials(const RunExcerpt& excerpt);

}  // namespace sightmark
