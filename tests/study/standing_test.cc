#include "study/ranking.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

RunMetrics scored(const std::string& model, double percent, double reach_percent) {
  RunMetrics run = make_run_metrics(model, "Alder", "bf16");
  set_accuracy(run, percent, reach_percent);
  return run;
}

TEST(Standings, GoesFromTheMostAccurate) {
  const Study study = make_study({scored("a", 80, 5), scored("b", 95, 2), scored("c", 91, 3),
                                  make_run_metrics("d", "Alder", "bf16")});
  const auto order = standings(study, accuracy());
  ASSERT_EQ(order.size(), 3u);
  EXPECT_EQ(order[0].configuration.model, "b");
  EXPECT_EQ(order[2].configuration.model, "a");
  EXPECT_FALSE(are_apart(order[0], order[1]));  // 93 to 97, 88 to 94
  EXPECT_TRUE(are_apart(order[0], order[2]));   // 75 to 85
  EXPECT_EQ(scored_tasks(study), std::vector<std::string>{"brief"});
  EXPECT_EQ(standings(study, accuracy_in("brief")).size(), 3u);
  EXPECT_TRUE(standings(study, accuracy_in("other")).empty());
}

TEST(Standings, MeansRepeatedRuns) {
  const auto order = standings(make_study({scored("a", 80, 4), scored("a", 90, 2)}), accuracy());
  ASSERT_EQ(order.size(), 1u);
  EXPECT_DOUBLE_EQ(order[0].value, 85);
  EXPECT_DOUBLE_EQ(order[0].interval->low, 82);
  EXPECT_DOUBLE_EQ(order[0].interval->high, 88);
}

TEST(Standings, AreNeverApartWithoutIntervals) {
  RunMetrics few = scored("a", 10, 0);
  few.values["accuracy"].interval.reset();
  const auto order = standings(make_study({few, scored("b", 95, 2)}), accuracy());
  EXPECT_FALSE(are_apart(order[0], order[1]));
}

TEST(Metrics, OfAccuracyAreAbsentWithoutTruth) {
  const RunMetrics run = make_run_metrics("a", "Alder", "bf16");
  EXPECT_FALSE(accuracy().value(run));
  EXPECT_FALSE(accuracy().interval(run));
  for (const Metric& metric : accuracy_aspects()) EXPECT_FALSE(metric.value(run)) << metric.name;
  EXPECT_EQ(energy_per_inference().value(run), 15);  // 1,500 J, 100 trials
}

TEST(PowerCoverage, NamesTheScopesOfEachDevice) {
  RunMetrics other = make_run_metrics("b", "Birch", "bf16");
  other.conditions.power_scope = PowerScope::GpuRail;
  RunMetrics none = make_run_metrics("c", "Cedar", "bf16");
  none.values.erase("energy_per_inference");
  EXPECT_EQ(power_coverage(make_study({make_run_metrics("a", "Alder", "bf16"), other, none})),
            "Alder: the GPU board; Birch: the GPU rail alone");
  EXPECT_EQ(power_coverage(make_study({none})), "");
}

}  // namespace
}  // namespace sightmark
