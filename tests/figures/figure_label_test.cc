#include <gtest/gtest.h>

#include <algorithm>

#include "fakes/fake_run.h"
#include "figures/figure_study.h"

namespace sightmark {
namespace {

const ChartLabel* find(const std::vector<ChartLabel>& labels, const std::string& text) {
  const auto found = std::find_if(labels.begin(), labels.end(),
                                  [&](const ChartLabel& label) { return label.text == text; });
  return found == labels.end() ? nullptr : &*found;
}

TEST(FigureLabels, StandForWhatTheyName) {
  RunMetrics run = make_run_metrics("Lynx", "Alder", "bf16");
  run.tasks = {make_task_metrics("brief", 100, 50)};
  const auto labels = figure_labels(make_study({run}));
  EXPECT_EQ(find(labels, "Lynx")->model, "Lynx");
  EXPECT_EQ(find(labels, "Alder")->device, "Alder");
  EXPECT_EQ(find(labels, "bf16")->dtype, "bf16");
  EXPECT_EQ(find(labels, "brief")->task, "brief");
  EXPECT_EQ(find(labels, "Alder bf16")->dtype, "bf16");
  EXPECT_EQ(find(labels, "Lynx · Alder bf16")->model, "Lynx");
}

TEST(FigureLabels, HoldTheCategoriesOfEveryBarChart) {
  const Study study = make_study(
      {make_run_metrics("Lynx", "Alder", "bf16"), make_run_metrics("Heron", "Birch", "fp16")});
  const auto labels = figure_labels(study);
  std::size_t count = 0;
  for (const Figure& figure : all_figures(study)) {
    const Bars* bars = std::get_if<Bars>(&figure.chart.body);
    if (!bars) continue;
    for (const std::string& category : bars->categories) {
      EXPECT_TRUE(find(labels, category)) << figure.name << ": " << category;
      ++count;
    }
  }
  EXPECT_GT(count, 0u);
}

}  // namespace
}  // namespace sightmark
