#pragma once

#include <string>

#include "base/expected.h"
#include "chart/chart.h"
#include "render/js_engine.h"
#include "render/text_width.h"

namespace sightmark {

// Turns charts into SVG documents.
class ChartRenderer {
 public:
  virtual ~ChartRenderer() = default;

  // The SVG document of the chart; its size in CSS pixels is in its width and height.
  virtual Expected<std::string> svg(const Chart& chart) = 0;
};

// Draws with ECharts in an embedded JavaScript engine. The same chart gives the same bytes,
// whatever was drawn before. Starting up takes about 0.2 s, so one renderer should draw all charts.
class EchartsRenderer : public ChartRenderer {
 public:
  EchartsRenderer();

  Expected<std::string> svg(const Chart& chart) override;

 private:
  TextWidth text_width_;
  JsEngine::TextFunction measure_;
  JsEngine engine_;
  Expected<void> loaded_;  // or why the scripts could not be
};

}  // namespace sightmark
