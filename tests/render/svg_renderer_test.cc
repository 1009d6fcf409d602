#include "render/svg_renderer.h"

#include <gtest/gtest.h>

#include <limits>

#include "render/png.h"

namespace sightmark {
namespace {

constexpr const char* kColor = "#1d4fb8";

Bars bars_of(const std::string& name) {
  Bars bars;
  bars.categories = {name, name, "third"};
  bars.series = {{name, kColor, {1.5, 542, 3}, {}}, {name, "#8fb0ee", {7, std::nullopt, 0}, {}}};
  bars.series[1].labels = {name, "", name};
  bars.value_label = name;
  bars.reference_line = 100;
  return bars;
}

// A chart of every kind in which each text is `name`.
std::vector<Chart> charts_of(const std::string& name) {
  Bars lying = bars_of(name);
  lying.is_horizontal = true;
  const std::vector<LegendEntry> legend{{name, kColor, "rect"}, {name, "#6b7280", "triangle"}};
  const Boxes boxes{{{name, kColor, 1, 2, 3, 4, 5}, {name, kColor, 2, 3, 5, 8, 13}}, legend, name};
  Heatmap heatmap{{name, "b"}, {name, "y"}, {{1, std::nullopt}, {3, 400}}, name, 1};
  heatmap.marks = {{0, 1, name, kColor}};
  Scatter scatter{{{name, 5201, 224.27, kColor, "circle"}, {name, 5171, 224.27, kColor, "pin"}},
                  legend,
                  name,
                  name};
  scatter.lines = {{name, kColor, {{1, 2}, {5000, 200}}, true}, {name, kColor, {}, false, true}};
  scatter.bands = {{10, 20}};
  scatter.is_x_log = scatter.is_y_log = true;
  Bars stacked = lying;
  stacked.is_stacked = true;
  const Slope slope{{{name, kColor, 30, 10, 5}, {name, kColor, 20, 20, 9}}, name, name, 1};
  const Panels panels{{{name, bars_of(name)}, {name, scatter}, {name, bars_of(name)}}};
  std::vector<Chart> charts;
  for (const auto& body : std::vector<decltype(Chart::body)>{bars_of(name), lying, stacked, boxes,
                                                             heatmap, scatter, slope, panels}) {
    charts.push_back({name, name, {name, name}, body});
  }
  return charts;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) ++found;
  return found;
}

// Checks what holds of every document: it is XML that can be drawn, and no value is undefined.
void expect_sound(const std::string& svg) {
  EXPECT_TRUE(png_from_svg(svg, 0.5));
  EXPECT_FALSE(contains(svg, "undefined"));
  EXPECT_FALSE(contains(svg, "NaN"));
  EXPECT_FALSE(contains(svg, "Infinity"));
}

TEST(EchartsRenderer, DrawsEveryKindOfChart) {
  EchartsRenderer renderer;
  for (const Chart& chart : charts_of("SmolVLM2-2.2B-Instruct")) {
    const auto svg = renderer.svg(chart);
    ASSERT_TRUE(svg) << svg.error().message;
    EXPECT_EQ(svg->substr(0, 4), "<svg");
    EXPECT_TRUE(contains(*svg, "SmolVLM2-2.2B-Instruct"));
    expect_sound(*svg);
  }
}

TEST(EchartsRenderer, DrawsChartsOfNothing) {
  EchartsRenderer renderer;
  for (const auto& body : std::vector<decltype(Chart::body)>{Bars(), Boxes(), Heatmap(), Scatter(),
                                                             Slope(), Panels()}) {
    expect_sound(renderer.svg({"", "", {}, body}).value());
  }
}

TEST(EchartsRenderer, DrawsThirtyOfEachThing) {
  const std::string name = "SmolVLM2-2.2B-Instruct · Dell Pro Max GB10 · bf16";
  Bars bars;
  Boxes boxes;
  Scatter scatter;
  bars.series = {{name, kColor, {}, {}}};
  for (int i = 1; i <= 30; ++i) {
    bars.categories.push_back(name);
    bars.series[0].values.emplace_back(i);
    boxes.boxes.push_back({name, kColor, 1.0 * i, 2.0 * i, 3.0 * i, 4.0 * i, 5.0 * i});
    scatter.points.push_back({name, 900.0 * i, 150.0 + i % 7, kColor, "diamond"});
  }
  EchartsRenderer renderer;
  for (const auto& body : std::vector<decltype(Chart::body)>{bars, boxes, scatter}) {
    expect_sound(renderer.svg({"Title", "Subtitle", {name}, body}).value());
  }
}

TEST(EchartsRenderer, LeavesAGapForAMissingBar) {
  Bars whole;
  whole.categories = {"a", "b", "c"};
  whole.series = {{"s", kColor, {1, 2, 3}, {"", "", ""}}};
  Bars gap = whole;
  gap.series[0].values[1] = std::nullopt;
  EchartsRenderer renderer;
  const std::string whole_svg = renderer.svg({"", "", {}, whole}).value();
  const std::string gap_svg = renderer.svg({"", "", {}, gap}).value();
  const std::string fill = "fill=\"" + std::string(kColor);
  EXPECT_EQ(count(whole_svg, fill), 4u);  // three bars and the legend's
  EXPECT_EQ(count(gap_svg, fill), 3u);
  const std::size_t last_bar = gap_svg.rfind("<path", gap_svg.rfind(fill));
  EXPECT_TRUE(
      contains(whole_svg, gap_svg.substr(last_bar, gap_svg.find('>', last_bar) - last_bar)));
}

TEST(EchartsRenderer, MarksAMissingCell) {
  const Heatmap heatmap{{"a"}, {"x", "y"}, {{1, std::nullopt}}, "ms", 0};
  EchartsRenderer renderer;
  EXPECT_EQ(count(renderer.svg({"", "", {}, heatmap}).value(), ">–<"), 1u);
}

TEST(EchartsRenderer, DrawsAMarkInsteadOfAValueOrAGap) {
  Heatmap heatmap{{"a"}, {"x", "y"}, {{1, std::nullopt}}, "ms", 0};
  heatmap.marks = {{0, 1, "0 of 9", "#f3b6b6"}};
  EchartsRenderer renderer;
  const std::string svg = renderer.svg({"", "", {}, heatmap}).value();
  EXPECT_EQ(count(svg, ">0 of 9<"), 1u);
  EXPECT_EQ(count(svg, "#f3b6b6"), 1u);
  EXPECT_EQ(count(svg, ">–<"), 0u);
}

TEST(EchartsRenderer, DrawsALinePastTheLastStepOfALogAxis) {
  Scatter scatter{.x_label = "ms"};
  scatter.lines = {{"end", kColor, {{30, 1}, {3000, 2}}}};
  scatter.is_x_log = true;
  EchartsRenderer renderer;
  const std::string svg = renderer.svg({"", "", {}, scatter}).value();
  EXPECT_TRUE(contains(svg, ">ms, log scale<"));
  for (const char* step : {">20<", ">50<", ">100<", ">2,000<", ">5,000<", ">end<"}) {
    EXPECT_EQ(count(svg, step), 1u) << step;
  }
  scatter.lines[0].points[1].x = 100;  // spans less than a factor of 4
  EXPECT_FALSE(contains(renderer.svg({"", "", {}, scatter}).value(), "log scale"));
}

TEST(EchartsRenderer, StacksBarsUpToTheirSum) {
  Bars bars;
  bars.categories = {"a"};
  bars.series = {{"s", kColor, {700}, {""}}, {"t", "#8fb0ee", {500}, {"both"}}};
  bars.is_horizontal = true;
  EchartsRenderer renderer;
  EXPECT_FALSE(contains(renderer.svg({"", "", {}, bars}).value(), ">1,200<"));  // ends at 700
  bars.is_stacked = true;
  EXPECT_TRUE(contains(renderer.svg({"", "", {}, bars}).value(), ">1,200<"));
}

TEST(EchartsRenderer, DrawsBothOrdersOfASlope) {
  const Slope slope{{{"first", kColor, 30, 10, 5}, {"second", kColor, 20, 20, 9}}, "l", "r", 1};
  EchartsRenderer renderer;
  const std::string svg = renderer.svg({"", "", {}, slope}).value();
  EXPECT_EQ(count(svg, ">first<"), 2u);
  EXPECT_EQ(count(svg, ">second<"), 2u);
  EXPECT_EQ(count(svg, ">30.0<"), 1u);
  EXPECT_EQ(count(svg, ">9.0<"), 1u);
}

TEST(EchartsRenderer, DrawsPointsWithoutALabelAsOnePath) {
  Scatter scatter;
  for (int i = 0; i < 100; ++i) scatter.points.push_back({"", 1.0 * i, 2.0 * i, kColor, ""});
  EchartsRenderer renderer;
  EXPECT_EQ(count(renderer.svg({"", "", {}, scatter}).value(), "stroke=\"" + std::string(kColor)),
            1u);
}

TEST(EchartsRenderer, SeparatesThousands) {
  Bars bars;
  bars.categories = {"a"};
  bars.series = {{"s", kColor, {1234567}, {}}};
  EchartsRenderer renderer;
  EXPECT_TRUE(contains(renderer.svg({"", "", {}, bars}).value(), ">1,234,567<"));
}

TEST(EchartsRenderer, ShowsTextAsText) {
  EchartsRenderer renderer;
  for (const char* part : {"{b}", "{a|x}", "%s", "${x}", "{c}", "zr7-", "url(#zr7-c0)"}) {
    for (const Chart& chart : charts_of(part)) {
      const std::string svg = renderer.svg(chart).value();
      EXPECT_TRUE(contains(svg, ">" + std::string(part) + "<")) << part;
      expect_sound(svg);
    }
  }
}

TEST(EchartsRenderer, EscapesMarkup) {
  EchartsRenderer renderer;
  for (const Chart& chart : charts_of("<script>a</script></text>\"'&]]>")) {
    const std::string svg = renderer.svg(chart).value();
    EXPECT_TRUE(contains(svg, "&lt;script&gt;a&lt;/script&gt;&lt;/text&gt;&quot;&#39;&amp;]]&gt;"));
    EXPECT_FALSE(contains(svg, "<script"));
    expect_sound(svg);
  }
}

TEST(EchartsRenderer, SurvivesHostileText) {
  const std::vector<std::string> names = {"",
                                          " ",
                                          "\n",
                                          "\r\n\t",
                                          std::string("\0\x1b[31m", 6),
                                          "\xff\xfe\xed\xa0\x80",
                                          "\xef\xbf\xbf",
                                          "\xe2\x80\xae"
                                          "evil",
                                          "__proto__",
                                          "constructor",
                                          "toString",
                                          "- - - - -",
                                          "\xF0\x9F\x98\x80"};
  EchartsRenderer renderer;
  for (const std::string& name : names) {
    for (const Chart& chart : charts_of(name)) expect_sound(renderer.svg(chart).value());
  }
}

TEST(EchartsRenderer, ShortensNamesOfTenThousandCharacters) {
  EchartsRenderer renderer;
  for (const char* part : {"x", "word ", "a-b/", "\xF0\x9F\x98\x80", "· "}) {
    std::string name;
    while (name.size() < 10'000) name += part;
    for (const Chart& chart : charts_of(name)) {
      const std::string svg = renderer.svg(chart).value();
      EXPECT_TRUE(contains(svg, "…"));
      EXPECT_LT(svg.size(), 200'000u);
      expect_sound(svg);
    }
  }
}

TEST(EchartsRenderer, DrawsNumbersOfAnySize) {
  const double huge = std::numeric_limits<double>::max(), tiny = 5e-324;
  const std::vector<std::vector<std::optional<double>>> rows = {
      {huge, -huge, 0},
      {tiny, tiny, tiny},
      {huge, tiny, 1},
      {-1, -2, -3},
      {0, 0, 0},
      {1e15, 1e15 + 1, 1e15},
      {std::nullopt, std::nullopt, std::nullopt}};
  EchartsRenderer renderer;
  for (const auto& values : rows) {
    Bars bars;
    bars.categories = {"a", "b", "c"};
    bars.series = {{"s", kColor, values, {}}};
    Scatter scatter;
    for (const auto& value : values) {
      scatter.points.push_back({"p", values[0].value_or(0), value.value_or(0), kColor, ""});
    }
    expect_sound(renderer.svg({"", "", {}, bars}).value());
    bars.is_horizontal = true;
    expect_sound(renderer.svg({"", "", {}, bars}).value());
    expect_sound(
        renderer.svg({"", "", {}, Heatmap{{"r"}, {"a", "b", "c"}, {values}, "", 1}}).value());
    expect_sound(renderer.svg({"", "", {}, scatter}).value());
    scatter.is_x_log = scatter.is_y_log = true;
    scatter.lines = {{"l", kColor, {{values[0].value_or(0), values[1].value_or(0)}, {1, 2}}}};
    expect_sound(renderer.svg({"", "", {}, scatter}).value());
  }
}

TEST(EchartsRenderer, DrawsTheSameBytesWhateverCameBefore) {
  EchartsRenderer renderer, other;
  const std::vector<Chart> charts = charts_of("moondream2");
  std::vector<std::string> first;
  for (const Chart& chart : charts) first.push_back(renderer.svg(chart).value());
  for (std::size_t i = charts.size(); i-- > 0;) {
    EXPECT_EQ(renderer.svg(charts[i]).value(), first[i]);
    EXPECT_EQ(other.svg(charts[i]).value(), first[i]);
  }
}

}  // namespace
}  // namespace sightmark
