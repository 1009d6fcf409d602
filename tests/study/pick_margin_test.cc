#include "study/pick_margin.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

// Energy per inference give or take 1 J, and 90th percentile of latency.
RunMetrics run_of(const std::string& model, double energy_j, double latency_ms) {
  RunMetrics run = make_run_metrics(model, "Alder", "bf16");
  run.values["energy_per_inference"] = Estimate{energy_j, Interval{energy_j - 1, energy_j + 1}};
  set_latency(run, spread(latency_ms));
  run.values["latency_p90"].interval = Interval{latency_ms - 50, latency_ms + 50};
  return run;
}

std::vector<std::string> models(const RunPointers& runs) {
  std::vector<std::string> names;
  for (const RunMetrics* run : runs) names.push_back(run->model);
  return names;
}

using Names = std::vector<std::string>;

UseCase least_energy(std::vector<Constraint> constraints = {}) {
  return {.metric = energy_per_inference(), .constraints = std::move(constraints)};
}

TEST(Recommendation, OrdersWhoQualifiesAndNamesWhoDoesNot) {
  const Study study =
      make_study({run_of("a", 10, 900), run_of("b", 20, 400), run_of("c", 30, 300)});
  const auto made = recommendation(least_energy({{latency_p90(), true, 500}}), study);
  EXPECT_EQ(models(made.order), (Names{"b", "c"}));
  ASSERT_EQ(made.ruled_out.size(), 1u);
  EXPECT_EQ(models(made.ruled_out[0].runs), Names{"a"});
}

TEST(PickMargin, NamesRunnersUpWithinTheNoise) {
  const Study study =
      make_study({run_of("a", 10, 500), run_of("b", 11.5, 500), run_of("c", 12.5, 500)});
  const PickMargin margin = pick_margin(recommendation(least_energy(), study), study);
  EXPECT_TRUE(margin.has_interval);
  EXPECT_EQ(models(margin.close), Names{"b"});
}

TEST(PickMargin, NamesLimitsThatThePickMayBreak) {
  const Study study = make_study({run_of("a", 10, 480)});
  const auto in_doubt = [&](double limit) {
    const auto made = recommendation(least_energy({{latency_p90(), true, limit}}), study);
    return pick_margin(made, study).in_doubt.size();
  };
  EXPECT_EQ(in_doubt(500), 1u);
  EXPECT_EQ(in_doubt(600), 0u);
}

TEST(PickMargin, NamesWhatALooserLimitWouldPick) {
  const Study study = make_study(
      {run_of("a", 10, 520), run_of("b", 20, 900), run_of("c", 30, 300), run_of("worse", 40, 900)});
  const PickMargin margin =
      pick_margin(recommendation(least_energy({{latency_p90(), true, 500}}), study), study);
  ASSERT_EQ(margin.relaxations.size(), 2u);  // not the one that is worse than the pick anyway
  EXPECT_EQ(margin.relaxations[0].run->model, "a");
  EXPECT_EQ(margin.relaxations[0].needed, 520);
  EXPECT_TRUE(margin.relaxations[0].is_in_noise);  // 470 to 570
  EXPECT_FALSE(margin.relaxations[1].is_in_noise);
}

TEST(RunFront, HasTheRunsThatNoneBeats) {
  const Study study = make_study({run_of("lean", 10, 900), run_of("beaten", 20, 950),
                                  run_of("middle", 15, 500), run_of("fast", 30, 300)});
  const RunFront front = run_front(recommendation(least_energy(), study));
  EXPECT_EQ(front.metrics.size(), 2u);
  EXPECT_EQ(models(front.runs), (Names{"lean", "middle", "fast"}));
}

TEST(RunFront, ComparesEnergyWithinThePicksScopeOnly) {
  RunMetrics rail = run_of("rail", 1, 250);
  rail.conditions.power_scope = PowerScope::GpuRail;
  const Study study = make_study({run_of("fast", 30, 300), run_of("lean", 10, 900), rail});
  UseCase fastest{.metric = latency_p90()};
  EXPECT_EQ(models(run_front(recommendation(fastest, study)).runs), Names{"rail"});
  fastest.constraints = {{latency_p90(), false, 260}};
  EXPECT_EQ(models(run_front(recommendation(fastest, study)).runs), (Names{"fast", "lean"}));
}

}  // namespace
}  // namespace sightmark
