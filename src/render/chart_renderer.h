#pragma once

#include <string>

#include "base/expected.h"
#include "chart/chart.h"

namespace sightmark {

// Turns charts into SVG documents.
class ChartRenderer {
 public:
  virtual ~ChartRenderer() = default;

  // The SVG document of the chart; its size in CSS pixels is in its width and height.
  virtual Expected<std::string> svg(const Chart& chart) = 0;
};

}  // namespace sightmark
