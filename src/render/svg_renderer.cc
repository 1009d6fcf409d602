#include "render/svg_renderer.h"

#include <fmt/format.h>
#include <pango/pangocairo.h>

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

struct TextWidth::State {
  PangoContext* context = pango_font_map_create_context(pango_cairo_font_map_get_default());
  PangoLayout* layout = nullptr;

  State() {
    // Without hinted metrics a text is as wide at one scale as at another.
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context, FALSE);
    layout = pango_layout_new(context);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    g_object_unref(layout);
    g_object_unref(context);
  }
};

TextWidth::TextWidth() : state_(std::make_unique<State>()) {}

TextWidth::~TextWidth() = default;

double TextWidth::operator()(const std::string& text, const std::string& font) const {
  PangoFontDescription* description = pango_font_description_from_string(font.c_str());
  pango_layout_set_font_description(state_->layout, description);
  pango_font_description_free(description);
  pango_layout_set_text(state_->layout, text.data(), static_cast<int>(text.size()));
  int width = 0;
  pango_layout_get_size(state_->layout, &width, nullptr);
  return pango_units_to_double(width);
}

}  // namespace sightmark
