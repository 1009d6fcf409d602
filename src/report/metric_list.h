#pragma once

#include <string>

namespace sightmark {

// The registered metrics: key, unit, direction, name and definition of each.
std::string metrics_text();
std::string metrics_json();      // an array of objects
std::string metrics_markdown();  // the table in docs/metrics.md

}  // namespace sightmark
