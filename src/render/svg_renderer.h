#pragma once

#include <string>

#include "render/chart_renderer.h"
#include "render/js_engine.h"
#include "render/text_width.h"

namespace sightmark {

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
