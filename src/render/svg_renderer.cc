#include "render/svg_renderer.h"

#include <fmt/format.h>

#include "asset/asset.h"
#include "base/text.h"

namespace sightmark {
namespace {

Expected<void> load_scripts(JsEngine& engine) {
  return engine.evaluate(prelude_js(), "prelude.js")
      .and_then([&] { return engine.evaluate(echarts_js(), "echarts.min.js"); })
      .and_then([&] { return engine.evaluate(chart_js(), "chart.js"); })
      .and_then([&] { return engine.evaluate(svg_js(), "svg.js"); });
}

}  // namespace

EchartsRenderer::EchartsRenderer()
    : measure_([this](const std::string& text, const std::string& font) {
        return text_width_(text, font);
      }) {
  engine_.define("textWidth", measure_);
  loaded_ = load_scripts(engine_);
}

Expected<std::string> EchartsRenderer::svg(const Chart& chart) {
  if (!loaded_) return tl::unexpected(loaded_.error());
  auto document = engine_.call("svgOfChart", to_json(chart));
  if (document) return document;
  return fail(fmt::format("figure \"{}\": {}", shortened(plain_text(chart.title), 80),
                          document.error().message));
}

}  // namespace sightmark
