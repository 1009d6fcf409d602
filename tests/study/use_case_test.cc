#include "study/use_case.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

// A run by mean latency, its standard deviation, answer length and successes of 1,000 trials.
RunMetrics run_of(const std::string& model, double latency_ms, double sd, double length,
                  std::size_t success_count = 1000) {
  RunMetrics run = make_run_metrics(model, "Alder", "bf16");
  set_latency(run, spread(latency_ms, sd));
  set_answer_length(run, spread(length));
  set_successes(run, success_count, 1000);
  return run;
}

Recommendation recommendation(const Study& study, const std::string& use_case) {
  for (Recommendation& made : recommendations(study)) {
    if (made.use_case.name == use_case) return std::move(made);
  }
  ADD_FAILURE() << "no use case " << use_case;
  return recommendations(study).front();
}

// The model picked for the use case, "" for none.
std::string pick(const Study& study, const std::string& use_case) {
  const auto made = recommendation(study, use_case);
  return made.pick ? made.pick->runs.front()->model : "";
}

TEST(UseCases, AreSix) {
  std::vector<std::string> names;
  for (const UseCase& use_case : use_cases(make_study({}))) names.push_back(use_case.name);
  EXPECT_EQ(names, (std::vector<std::string>{"Real-time video", "Detailed understanding",
                                             "High-throughput batch", "Power-constrained edge",
                                             "Production reliability", "Balanced"}));
}

TEST(RealTimeVideo, WantsTheLowestNinetiethPercentileAtNinetyNinePercent) {
  const Study study = make_study({run_of("at_98.9", 100, 1, 50, 989),
                                  run_of("at_99", 200, 1, 50, 990), run_of("at_100", 300, 1, 50)});
  EXPECT_EQ(pick(study, "Real-time video"), "at_99");
  EXPECT_EQ(recommendation(study, "Real-time video").order.size(), 2u);
}

// 400 -+ 390 has a 90th percentile of 712 ms, 600 -+ 1 one of 600.8.
TEST(RealTimeVideo, SaysWhereTheMeanPutsAnotherFirst) {
  const Study study = make_study({run_of("steady", 600, 1, 50), run_of("unsteady", 400, 390, 50)});
  const auto made = recommendation(study, "Real-time video");
  EXPECT_EQ(made.pick->runs.front()->model, "steady");
  EXPECT_FALSE(made.reference->agrees);
  EXPECT_EQ(made.reference->champion.runs.front()->model, "unsteady");
}

TEST(DetailedUnderstanding, WantsTheLongestAnswersAtAHundredPercent) {
  const Study study = make_study({run_of("at_99.9", 100, 1, 900, 999), run_of("long", 900, 1, 300),
                                  run_of("short", 100, 1, 200)});
  EXPECT_EQ(pick(study, "Detailed understanding"), "long");
}

TEST(HighThroughputBatch, WantsTheMostGeneratedTokensAtNinetyNinePercent) {
  RunMetrics fastest = run_of("at_98.9", 100, 1, 50, 989), fast = run_of("at_99", 100, 1, 50, 990);
  fastest.values["generated_tokens_per_s"] = Estimate{500, {}};
  fast.values["generated_tokens_per_s"] = Estimate{400, {}};
  const Study study = make_study({fastest, fast, run_of("slow", 100, 1, 50)});
  EXPECT_EQ(pick(study, "High-throughput batch"), "at_99");
}

RunMetrics with_energy(const std::string& model, PowerScope scope, double per_inference_j) {
  RunMetrics run = run_of(model, 100, 1, 50, 10);
  run.conditions.power_scope = scope;
  run.values["energy_per_inference"] = Estimate{per_inference_j, {}};
  return run;
}

TEST(PowerConstrainedEdge, WantsTheLeastEnergyAtAnySuccessRate) {
  EXPECT_EQ(pick(make_study({with_energy("lean", PowerScope::GpuBoard, 8),
                             with_energy("other", PowerScope::GpuBoard, 9)}),
                 "Power-constrained edge"),
            "lean");
}

TEST(PowerConstrainedEdge, ComparesRunsOfOnePowerScopeAndSetsTheOthersApart) {
  const Study study = make_study({with_energy("a", PowerScope::GpuRail, 1),
                                  with_energy("b", PowerScope::GpuBoard, 9),
                                  with_energy("c", PowerScope::GpuBoard, 8)});
  const auto made = recommendation(study, "Power-constrained edge");
  EXPECT_EQ(made.pick->runs.front()->model, "c");
  EXPECT_EQ(made.within, "over the GPU board");
  EXPECT_EQ(made.order.size(), 2u);
  ASSERT_EQ(made.others.size(), 1u);
  EXPECT_EQ(made.others[0].within, "over the GPU rail alone");
  EXPECT_EQ(made.others[0].champion.runs.front()->model, "a");
}

TEST(PowerConstrainedEdge, HasNoPickWhereNoPowerWasMeasured) {
  RunMetrics run = run_of("a", 100, 1, 50);
  clear_energy(run);
  const auto made = recommendation(make_study({run}), "Power-constrained edge");
  EXPECT_FALSE(made.pick);
  EXPECT_EQ(made.order.size(), 0u);
}

TEST(ProductionReliability, WantsTheSteadiestNoSlowerThanTheMedianRun) {
  // The median of 100, 200, 300, 400, 500 is 300; the steadiest of all is slower.
  const Study study = make_study({run_of("quick", 100, 50, 50), run_of("steady", 200, 10, 50),
                                  run_of("median", 300, 30, 50), run_of("slow", 400, 4, 50),
                                  run_of("slowest", 500, 1, 50)});
  EXPECT_EQ(pick(study, "Production reliability"), "steady");
  EXPECT_EQ(recommendation(study, "Production reliability").order.size(), 3u);
}

TEST(ProductionReliability, CountsRunsThatFailedATrialForTheMedianOnly) {
  // Without "failing" the median would be 250 and "median" no candidate.
  const Study study = make_study({run_of("quick", 200, 50, 50), run_of("median", 300, 3, 50),
                                  run_of("failing", 900, 1, 50, 999)});
  EXPECT_EQ(pick(study, "Production reliability"), "median");
}

TEST(ProductionReliability, HasNoPickWhereEveryRunFailedATrial) {
  EXPECT_EQ(pick(make_study({run_of("a", 100, 1, 50, 999)}), "Production reliability"), "");
}

TEST(Balanced, WantsTheHighestBalanceScore) {
  // largest latency 1,000, largest length 400: quick ((1 - 0.1) + 0.25) / 2 = 0.575,
  // middle ((1 - 0.3) + 0.75) / 2 = 0.725, wordy ((1 - 1) + 1) / 2 = 0.5
  const Study study = make_study(
      {run_of("middle", 300, 1, 300), run_of("quick", 100, 1, 100), run_of("wordy", 1000, 1, 400)});
  const Metric score = balance_score(study);
  EXPECT_DOUBLE_EQ(score.value(study.runs[0]).value(), 0.725);
  EXPECT_DOUBLE_EQ(score.value(study.runs[1]).value(), 0.575);
  EXPECT_DOUBLE_EQ(score.value(study.runs[2]).value(), 0.5);
  EXPECT_EQ(pick(study, "Balanced"), "middle");
}

TEST(BalanceScore, TakesTheLargestOverCompleteRunsOnly) {
  RunMetrics cut_off = cut_off_run_metrics("cut", "Alder", "bf16");
  set_latency(cut_off, spread(9000));
  set_answer_length(cut_off, spread(9000));
  const Study study = make_study({run_of("a", 100, 1, 100), cut_off});
  EXPECT_DOUBLE_EQ(balance_score(study).value(study.runs[0]).value(), 0.5);
}

TEST(BalanceScore, OfNoLengthsIsNothing) {
  const Study study = make_study({run_of("a", 100, 1, 0)});
  EXPECT_EQ(balance_score(study).value(study.runs[0]), std::nullopt);
  EXPECT_EQ(pick(study, "Balanced"), "");
}

TEST(Recommendations, OfNothingPickNothing) {
  for (const auto& study : {make_study({}), make_study({failed_run_metrics("a", "b", "c", 9)})}) {
    for (const Recommendation& made : recommendations(study)) EXPECT_FALSE(made.pick);
  }
}

}  // namespace
}  // namespace sightmark
