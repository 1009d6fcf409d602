#include "figures/palette.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "fakes/fake_run.h"
#include "figures/figure_study.h"

namespace sightmark {
namespace {

Study two_by_two() {
  std::vector<RunMetrics> runs;
  for (const char* device : {"Alder", "Birch"}) {
    for (const char* dtype : {"bf16", "fp16"}) {
      runs.push_back(make_run_metrics("Lynx", device, dtype));
      runs.back().tasks = {make_task_metrics("brief", 1, 1)};
    }
  }
  return make_study(std::move(runs));
}

int channel(const std::string& color, std::size_t which) {
  return std::stoi(color.substr(1 + 2 * which, 2), nullptr, 16);
}

int brightness(const std::string& color) {
  return channel(color, 0) + channel(color, 1) + channel(color, 2);
}

TEST(Palette, GivesEachDeviceAColourAndEachPrecisionAShade) {
  const Palette palette(two_by_two());
  std::set<std::string> colors;
  for (const char* device : {"Alder", "Birch"}) {
    const std::string dark = palette.color(device, "bf16"), light = palette.color(device, "fp16");
    EXPECT_LT(brightness(dark), brightness(light));
    for (std::size_t i = 0; i < 3; ++i) EXPECT_LE(channel(dark, i), channel(light, i));
    colors.insert({dark, light});
  }
  EXPECT_EQ(colors.size(), 4u);
  EXPECT_NE(palette.symbol("Alder"), palette.symbol("Birch"));
}

TEST(Palette, WritesColoursAsHex) {
  const std::string color = Palette(two_by_two()).color("Alder", "bf16");
  EXPECT_EQ(color.size(), 7u);
  EXPECT_EQ(color.find_first_not_of("#0123456789abcdef"), std::string::npos);
}

TEST(Palette, GivesAnOnlyPrecisionTheDarkShade) {
  const Study study = make_study({make_run_metrics("Lynx", "Alder", "fp16")});
  EXPECT_EQ(Palette(study).color("Alder", "fp16"), Palette(two_by_two()).color("Alder", "bf16"));
}

TEST(Palette, KeepsItsColoursWhereADeviceHasOnlyFailedRuns) {
  const Study study = make_study(
      {failed_run_metrics("Lynx", "Alder", "bf16", 9), make_run_metrics("Lynx", "Birch", "fp16")});
  EXPECT_EQ(Palette(study).color("Birch", "fp16"), Palette(two_by_two()).color("Birch", "fp16"));
}

TEST(Palette, HasColoursForMoreDevicesThanHues) {
  std::vector<RunMetrics> runs;
  for (char c = 'a'; c <= 'z'; ++c)
    runs.push_back(make_run_metrics("m", std::string(1, c), "bf16"));
  const Palette palette(make_study(std::move(runs)));
  EXPECT_EQ(palette.color("z", "bf16").size(), 7u);
  EXPECT_FALSE(palette.symbol("z").empty());
}

// Collects the colour of each name in legends and series.
struct ColorsByName {
  std::map<std::string, std::set<std::string>>& colors;

  void operator()(const Bars& bars) {
    for (const BarSeries& series : bars.series) colors[series.name].insert(series.color);
  }
  void operator()(const Boxes& boxes) {
    for (const LegendEntry& entry : boxes.legend) colors[entry.name].insert(entry.color);
  }
  void operator()(const Scatter& scatter) {
    for (const LegendEntry& entry : scatter.legend) colors[entry.name].insert(entry.color);
  }
  void operator()(const Heatmap&) {}
  void operator()(const Forest&) {}
  void operator()(const Slope& slope) {  // "Lynx · Alder bf16"
    const std::string dot = " · ";
    for (const SlopeItem& item : slope.items) {
      colors[item.name.substr(item.name.find(dot) + dot.size())].insert(item.color);
    }
  }
  void operator()(const Panels& panels) {
    for (const Panel& panel : panels.panels) {  // in panels of bars the devices are pooled
      if (const auto* plot = std::get_if<Scatter>(&panel.plot)) (*this)(*plot);
    }
  }
};

TEST(Palette, IsTheSameInAllFigures) {
  const Study study = two_by_two();
  const TaskSamples brief{
      .task = "brief", .latencies_ms = {900, 1100}, .answer_lengths = {180, 220}};
  const StudySamples samples(study.runs.size(), {brief});
  std::map<std::string, std::set<std::string>> colors;
  for (const Figure& figure : drawn_figures({study, samples, {}, {}}))
    std::visit(ColorsByName{colors}, figure.chart.body);
  ASSERT_EQ(colors.size(), 4u);
  const Palette palette(study);
  EXPECT_EQ(colors["Alder bf16"], std::set{palette.color("Alder", "bf16")});
  EXPECT_EQ(colors["Birch fp16"], std::set{palette.color("Birch", "fp16")});
  for (const auto& [name, shades] : colors) EXPECT_EQ(shades.size(), 1u) << name;
}

}  // namespace
}  // namespace sightmark
