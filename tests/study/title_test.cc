#include "study/title.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

using Names = std::vector<std::string>;

RunMetrics run_of(const std::string& model) { return make_run_metrics(model, "Alder", "bf16"); }

RunMetrics with_energy(const std::string& model, PowerScope scope, double per_inference_j) {
  RunMetrics run = run_of(model);
  run.conditions.power_scope = scope;
  run.values["energy_per_inference"] = Estimate{per_inference_j, {}};
  return run;
}

Names titles_of(const Study& study) {
  Names titles;
  for (const TitleHolder& holder : title_holders(study)) titles.push_back(holder.title);
  return titles;
}

TEST(TitleHolders, AreSix) {
  EXPECT_EQ(titles_of(make_study({run_of("a"), run_of("b")})),
            (Names{"Highest throughput", "Most power-efficient", "Lowest latency",
                   "Most consistent", "Most detailed", "Most reliable"}));
}

TEST(TitleHolders, LeaveOutATitleThatNobodyCanHold) {
  RunMetrics run = run_of("a");
  clear_energy(run);
  for (const std::string& title : titles_of(make_study({run}))) {
    EXPECT_NE(title, "Most power-efficient");
  }
  EXPECT_TRUE(titles_of(make_study({failed_run_metrics("a", "Alder", "bf16", 10)})).empty());
}

TEST(TitleHolders, GoByTheRightNumber) {
  RunMetrics fast = run_of("fast"), steady = run_of("steady"), wordy = run_of("wordy");
  set_latency(fast, spread(100, 50));
  set_latency(steady, spread(900, 9));
  set_answer_length(wordy, spread(999));
  set_successes(wordy, 99, 100);
  RunMetrics lean = run_of("lean"), busy = run_of("busy");
  lean.values["energy_per_inference"] = Estimate{9, {}};
  busy.values["generated_tokens_per_s"] = Estimate{99, {}};
  const Study study = make_study({busy, fast, lean, steady, wordy});
  std::vector<Names> holders;
  for (const TitleHolder& holder : title_holders(study)) {
    holders.emplace_back();
    for (const RunMetrics* run : holder.champion.runs) holders.back().push_back(run->model);
  }
  EXPECT_EQ(holders, (std::vector<Names>{{"busy"},
                                         {"lean"},
                                         {"fast"},
                                         {"steady"},
                                         {"wordy"},
                                         {"busy", "fast", "lean", "steady"}}));
}

TEST(TitleHolders, InEnergyAreOneForEachPowerScope) {
  const Study study = make_study(
      {with_energy("a", PowerScope::GpuRail, 5), with_energy("b", PowerScope::GpuBoard, 50),
       with_energy("c", PowerScope::GpuBoard, 40), with_energy("d", PowerScope::Unknown, 1)});
  std::vector<std::pair<std::string, std::string>> holders;
  for (const TitleHolder& holder : title_holders(study)) {
    if (holder.title != "Most power-efficient") continue;
    holders.emplace_back(holder.within, holder.champion.runs.front()->model);
  }
  EXPECT_EQ(holders, (std::vector<std::pair<std::string, std::string>>{
                         {"over the GPU board", "c"}, {"over the GPU rail alone", "a"}}));
}

TEST(ReferenceView, SaysWhyTheReferencesMetricPutsAnotherFirst) {
  RunMetrics image = run_of("image"), text = run_of("text");
  image.values["tokens_per_sec"] = Estimate{500, {}};
  image.totals.prompt_tokens = 114'600;  // of 100 answers
  text.values["generated_tokens_per_s"] = Estimate{40, {}};
  const Study study = make_study({image, text});
  const TitleHolder throughput = title_holders(study).front();
  EXPECT_EQ(throughput.champion.runs.front()->model, "text");
  ASSERT_TRUE(throughput.reference);
  EXPECT_FALSE(throughput.reference->agrees);
  EXPECT_EQ(throughput.reference->champion.runs.front()->model, "image");
  EXPECT_EQ(throughput.reference->reason,
            "it counts prompt tokens, 1,146 per request there and 10 here");
}

TEST(ReferenceView, BlamesTimeOutsideTheRequestsWherePromptsAreAlike) {
  RunMetrics quick = run_of("quick"), busy = run_of("busy");
  quick.values["tokens_per_sec"] = Estimate{50, {}};
  quick.values["overhead"] = Estimate{3, {}};
  busy.values["generated_tokens_per_s"] = Estimate{40, {}};
  busy.values["overhead"] = Estimate{47, {}};
  EXPECT_EQ(title_holders(make_study({quick, busy})).front().reference->reason,
            "it counts time outside the requests, 3% there and 47% here");
  busy.values.erase("overhead");
  EXPECT_EQ(title_holders(make_study({quick, busy})).front().reference->reason, "");
}

TEST(ReferenceView, OfEnergySaysThatTokensAreNotAnswers) {
  RunMetrics brief = run_of("brief"), wordy = run_of("wordy");
  brief.values["energy_per_inference"] = Estimate{5, {}};
  brief.totals.response_tokens = 850;
  wordy.values["tps_per_watt"] = Estimate{9, {}};
  for (const TitleHolder& holder : title_holders(make_study({brief, wordy}))) {
    if (holder.title != "Most power-efficient") continue;
    EXPECT_EQ(holder.reference->reason,
              "it counts tokens, not answers, 20.0 per answer there and 8.5 here");
  }
}

TEST(ReferenceView, AgreesWhereItNamesTheSameRun) {
  RunMetrics best = run_of("best");
  best.values["tokens_per_sec"] = Estimate{99, {}};
  best.values["generated_tokens_per_s"] = Estimate{40, {}};
  const auto view = title_holders(make_study({best, run_of("other")})).front().reference;
  EXPECT_TRUE(view->agrees);
  EXPECT_EQ(view->reason, "");
}

TEST(ReferenceView, OfAMetricThatNoRunHasIsNothing) {
  RunMetrics run = run_of("a");
  run.values.erase("tokens_per_sec");
  EXPECT_FALSE(title_holders(make_study({run})).front().reference);
}

}  // namespace
}  // namespace sightmark
