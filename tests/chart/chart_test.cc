#include "chart/chart.h"

#include <gtest/gtest.h>

#include <limits>

namespace sightmark {
namespace {

Chart chart_of(Bars bars) { return {"Title", "Subtitle", {"Note"}, std::move(bars)}; }

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(ChartJson, HasTheFieldsOfTheStruct) {
  Bars bars;
  bars.categories = {"moondream2"};
  bars.series = {{"Orin", "#123456", {8.5}, {"8.5"}}};
  bars.value_label = "Tokens per second";
  bars.value_max = 10;
  EXPECT_EQ(
      to_json(chart_of(bars)),
      R"({"title":"Title","subtitle":"Subtitle","footnotes":["Note"],"kind":"bars","body":{)"
      R"("categories":["moondream2"],"series":[{"name":"Orin","color":"#123456","values":[8.5],)"
      R"("labels":["8.5"],"error_bars":[]}],"value_label":"Tokens per second","value_max":10.0,)"
      R"("reference_line":null,"is_horizontal":false,"is_stacked":false}})");
}

TEST(ChartJson, NamesEveryKind) {
  EXPECT_TRUE(contains(to_json({"", "", {}, Bars()}), R"("kind":"bars")"));
  EXPECT_TRUE(contains(to_json({"", "", {}, Boxes()}), R"("kind":"boxes")"));
  EXPECT_TRUE(contains(to_json({"", "", {}, Heatmap()}), R"("kind":"heatmap")"));
  EXPECT_TRUE(contains(to_json({"", "", {}, Scatter()}), R"("kind":"scatter")"));
  EXPECT_TRUE(contains(to_json({"", "", {}, Slope()}), R"("kind":"slope")"));
  EXPECT_TRUE(contains(to_json({"", "", {}, Panels()}), R"("kind":"panels")"));
}

TEST(ChartJson, HasErrorBars) {
  Bars bars;
  bars.categories = {"a", "b"};
  bars.series = {{"s", "#000000", {8, 9}, {}, {Range{7, 9.5}, std::nullopt}}};
  EXPECT_TRUE(contains(to_json(chart_of(bars)), R"("error_bars":[{"low":7.0,"high":9.5},null])"));
  Scatter scatter;
  scatter.points = {{"a", 1, 2, "#000000", "circle", Range{1.5, 3}},
                    {"b", 1, 2, "#000000", "circle"}};
  const std::string json = to_json({"", "", {}, scatter});
  EXPECT_TRUE(contains(json, R"("y_error":{"low":1.5,"high":3.0})"));
  EXPECT_TRUE(contains(json, R"("y_error":null)"));
}

TEST(ChartJson, OfMissingAndOfNoNumberIsNull) {
  Bars bars;
  bars.categories = {"a", "b", "c", "d"};
  bars.series = {{"s", "#000000", {}, {}}};
  bars.series[0].values = {std::nullopt, std::numeric_limits<double>::quiet_NaN(),
                           std::numeric_limits<double>::infinity(), 0.0};
  EXPECT_TRUE(contains(to_json(chart_of(bars)), R"("values":[null,null,null,0.0])"));
}

TEST(ChartJson, KeepsMissingCellsOfAHeatmap) {
  const Heatmap heatmap{{"a", "b"}, {"x", "y"}, {{1, std::nullopt}, {std::nullopt, 2}}, "ms", 0};
  EXPECT_TRUE(contains(to_json({"", "", {}, heatmap}), R"("values":[[1.0,null],[null,2.0]])"));
}

TEST(ChartJson, HasLinesRangesAndMarks) {
  Scatter scatter;
  scatter.lines = {{"end", "#000000", {{1, 2}, {3, 4}}, true}};
  scatter.bands = {{5, 6}};
  scatter.x_range = Range{0, 9};
  const std::string json = to_json({"", "", {}, Panels{{{"one", scatter}, {"two", Bars()}}}});
  EXPECT_TRUE(contains(json, R"({"title":"one","kind":"scatter","body":{"points":[])"));
  EXPECT_TRUE(contains(json, R"({"title":"two","kind":"bars","body":{)"));
  EXPECT_TRUE(contains(json, R"("lines":[{"label":"end","color":"#000000",)"
                             R"("points":[[1.0,2.0],[3.0,4.0]],"is_dashed":true,)"
                             R"("is_stepped":false}],"bands":[{"low":5.0,"high":6.0}],)"
                             R"("x_range":{"low":0.0,"high":9.0},"y_range":null)"));
  Heatmap heatmap{{"a"}, {"x"}, {{std::nullopt}}, "%", 0};
  heatmap.marks = {{0, 0, "cut off", "#ffffff"}};
  EXPECT_TRUE(contains(to_json({"", "", {}, heatmap}),
                       R"("marks":[{"row":0,"column":0,"text":"cut off","color":"#ffffff"}])"));
}

TEST(ChartJson, HasBothSidesOfASlope) {
  const Slope slope{{{"a", "#000000", 30, 10, 5}}, "all", "generated", 1};
  EXPECT_TRUE(contains(to_json({"", "", {}, slope}),
                       R"("items":[{"name":"a","color":"#000000","left":30.0,"left_part":10.0,)"
                       R"("right":5.0}],"left_label":"all","right_label":"generated")"));
}

TEST(ChartJson, CleansTexts) {
  const std::string json = to_json({"a\x1b[31m\nb", "\xff", {"\xe2\x80\xae"}, Bars()});
  EXPECT_TRUE(contains(json,
                       "\"a\xEF\xBF\xBD[31m\xEF\xBF\xBD"
                       "b\""));
  EXPECT_TRUE(contains(json, "\"subtitle\":\"\xEF\xBF\xBD\""));
  EXPECT_TRUE(contains(json, "[\"\xEF\xBF\xBD\"]"));
}

}  // namespace
}  // namespace sightmark
