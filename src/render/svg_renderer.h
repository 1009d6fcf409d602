#pragma once

#include <memory>
#include <string>

#include "base/expected.h"
#include "chart/chart.h"
#include "render/js_engine.h"

namespace sightmark {

// Measures text as librsvg will draw it, since both lay it out with Pango.
class TextWidth {
 public:
  TextWidth();
  ~TextWidth();

  // The width in pixels of one line of UTF-8 text in a font such as "Inter,sans-serif Semi-Bold
  // 20px".
  double operator()(const std::string& text, const std::string& font) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

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
