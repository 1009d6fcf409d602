#include "study/ranking.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

RunMetrics with_speed(const std::string& model, std::optional<double> tokens_per_s) {
  RunMetrics run = make_run_metrics(model, "Alder", "bf16");
  run.values.erase("tokens_per_sec");
  if (tokens_per_s) run.values["tokens_per_sec"] = {*tokens_per_s, {}};
  return run;
}

RunMetrics with_latency(const std::string& model, double latency_ms) {
  RunMetrics run = make_run_metrics(model, "Alder", "bf16");
  set_latency(run, spread(latency_ms));
  return run;
}

std::vector<std::string> models_of(const RunPointers& runs) {
  std::vector<std::string> models;
  for (const RunMetrics* run : runs) models.push_back(run->model);
  return models;
}

using Names = std::vector<std::string>;

TEST(Ranking, PutsTheBestFirst) {
  const Study study = make_study({with_speed("a", 10), with_speed("b", 30), with_speed("c", 20)});
  EXPECT_EQ(models_of(ranked(complete_runs(study), tokens_per_second())), (Names{"b", "c", "a"}));
  const Study slow =
      make_study({with_latency("a", 10), with_latency("b", 30), with_latency("c", 5)});
  EXPECT_EQ(models_of(ranked(complete_runs(slow), mean_latency())), (Names{"c", "a", "b"}));
}

TEST(Ranking, LeavesOutRunsWithoutTheMetric) {
  const Study study = make_study({with_speed("a", std::nullopt), with_speed("b", 30)});
  EXPECT_EQ(models_of(ranked(complete_runs(study), tokens_per_second())), Names{"b"});
}

TEST(Ranking, KeepsTheOrderOfTies) {
  const Study study = make_study({with_speed("c", 20), with_speed("a", 20), with_speed("b", 20)});
  EXPECT_EQ(models_of(ranked(complete_runs(study), tokens_per_second())), (Names{"c", "a", "b"}));
}

TEST(Champion, LeadsTheBestRunOfAnotherModel) {
  RunMetrics sibling = with_speed("a", 50);  // second by rank, but the same model
  const Study study =
      make_study({with_speed("a", 60), sibling, with_speed("b", 20), with_speed("c", 10)});
  const auto best = champion(complete_runs(study), tokens_per_second());
  ASSERT_TRUE(best);
  EXPECT_EQ(models_of(best->runs), Names{"a"});
  EXPECT_EQ(best->value, 60);
  EXPECT_EQ(best->next_model->model, "b");
  EXPECT_DOUBLE_EQ(best->ratio.value(), 3);
}

TEST(Champion, HasARatioAboveOneWhereLowerIsBetterToo) {
  const Study study = make_study({with_latency("a", 500), with_latency("b", 2000)});
  const auto best = champion(complete_runs(study), mean_latency());
  EXPECT_EQ(models_of(best->runs), Names{"a"});
  EXPECT_DOUBLE_EQ(best->ratio.value(), 4);
}

TEST(Champion, NamesAllThatTie) {
  const Study study = make_study({with_speed("a", 60), with_speed("b", 60), with_speed("c", 30)});
  const auto best = champion(complete_runs(study), tokens_per_second());
  EXPECT_EQ(models_of(best->runs), (Names{"a", "b"}));
  EXPECT_EQ(best->next_model->model, "c");
  EXPECT_DOUBLE_EQ(best->ratio.value(), 2);
}

TEST(Champion, LeadsNobodyWhereAllTieOrThereIsOneModel) {
  const Study tie = make_study({with_speed("a", 60), with_speed("b", 60)});
  EXPECT_EQ(champion(complete_runs(tie), tokens_per_second())->next_model, nullptr);
  const Study alone = make_study({with_speed("a", 60), with_speed("a", 30)});
  const auto best = champion(complete_runs(alone), tokens_per_second());
  EXPECT_EQ(best->next_model, nullptr);
  EXPECT_EQ(best->ratio, std::nullopt);
}

TEST(Champion, HasNoRatioToZero) {
  const Study study = make_study({with_speed("a", 60), with_speed("b", 0)});
  const auto best = champion(complete_runs(study), tokens_per_second());
  EXPECT_EQ(best->next_model->model, "b");
  EXPECT_EQ(best->ratio, std::nullopt);
}

TEST(Champion, OfNothingIsNobody) {
  EXPECT_FALSE(champion({}, tokens_per_second()));
  const Study study = make_study({with_speed("a", std::nullopt)});
  EXPECT_FALSE(champion(complete_runs(study), tokens_per_second()));
}

}  // namespace
}  // namespace sightmark
