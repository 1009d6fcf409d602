#pragma once

#include <string>
#include <vector>

#include "chart/chart.h"

namespace sightmark {

// The first two dozen panels, as many as a figure has room for; names the others in a footnote.
Panels shown_panels(std::vector<Panel> panels, std::vector<std::string>& footnotes);

}  // namespace sightmark
