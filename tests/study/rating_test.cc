#include "study/ranking.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

// One configuration a latency; the model is named by its place in the list.
Study study_of(const std::vector<double>& latencies_ms) {
  std::vector<RunMetrics> runs;
  for (std::size_t i = 0; i < latencies_ms.size(); ++i) {
    runs.push_back(make_run_metrics("m" + std::to_string(i), "Alder", "bf16"));
    set_latency(runs.back(), spread(latencies_ms[i]));
  }
  return make_study(std::move(runs));
}

std::vector<int> stars_of(const Study& study) {
  std::vector<int> stars;
  for (const std::string& model : study.models) {
    stars.push_back(rating(standings(study, mean_latency()), model, mean_latency()).value().stars);
  }
  return stars;
}

TEST(Rating, IsLinearInTheRank) {
  EXPECT_EQ(stars_of(study_of({10, 20})), (std::vector{5, 1}));
  EXPECT_EQ(stars_of(study_of({10, 20, 30})), (std::vector{5, 3, 1}));
  EXPECT_EQ(stars_of(study_of({10, 20, 30, 40})), (std::vector{5, 4, 2, 1}));  // 3.67, 2.33
  EXPECT_EQ(stars_of(study_of({10, 20, 30, 40, 50})), (std::vector{5, 4, 3, 2, 1}));
}

TEST(Rating, GoesByRankAndNotByValue) {
  EXPECT_EQ(stars_of(study_of({10, 11, 5000})), (std::vector{5, 3, 1}));
}

TEST(Rating, IsFiveForTheOnlyConfiguration) {
  const Rating rated =
      rating(standings(study_of({10}), mean_latency()), "m0", mean_latency()).value();
  EXPECT_EQ(rated.stars, 5);
  EXPECT_EQ(rated.rank, 1u);
  EXPECT_EQ(rated.configuration_count, 1u);
}

TEST(Rating, SharesTheBetterRankBetweenTies) {
  const Study study = study_of({10, 20, 20, 30});
  EXPECT_EQ(stars_of(study), (std::vector{5, 4, 4, 1}));  // ranks 1, 2, 2, 4
  EXPECT_EQ(rating(standings(study, mean_latency()), "m2", mean_latency())->rank, 2u);
  EXPECT_EQ(rating(standings(study, mean_latency()), "m3", mean_latency())->rank, 4u);
}

TEST(Rating, TakesAModelsBestConfiguration) {
  RunMetrics best = make_run_metrics("m0", "Birch", "bf16");
  set_latency(best, spread(5));
  Study study = study_of({40, 20, 30});
  std::vector<RunMetrics> runs = study.runs;
  runs.push_back(best);
  study = make_study(std::move(runs));
  const Rating rated = rating(standings(study, mean_latency()), "m0", mean_latency()).value();
  EXPECT_EQ(rated.rank, 1u);
  EXPECT_EQ(rated.configuration_count, 4u);
  EXPECT_EQ(rating(standings(study, mean_latency()), "m1", mean_latency())->rank, 2u);
}

TEST(Rating, CountsRepeatedRunsAsOneConfiguration) {
  RunMetrics first = make_run_metrics("a", "Alder", "bf16"), second = first;
  set_latency(first, spread(10));
  set_latency(second, spread(30));  // mean 20
  RunMetrics other = make_run_metrics("b", "Alder", "bf16");
  set_latency(other, spread(15));
  const Study study = make_study({first, second, other});
  EXPECT_EQ(rating(standings(study, mean_latency()), "a", mean_latency())->rank, 2u);
  EXPECT_EQ(rating(standings(study, mean_latency()), "a", mean_latency())->configuration_count, 2u);
}

TEST(Rating, TakesTheLongestForTheBestInDetail) {
  RunMetrics brief = make_run_metrics("brief", "Alder", "bf16");
  set_answer_length(brief, spread(10));
  const Study study = make_study({brief, make_run_metrics("wordy", "Alder", "bf16")});
  EXPECT_EQ(rating(standings(study, answer_length()), "wordy", answer_length())->stars, 5);
  EXPECT_EQ(rating(standings(study, answer_length()), "brief", answer_length())->stars, 1);
}

TEST(Rating, OfNothingIsNothing) {
  EXPECT_FALSE(rating(standings(study_of({10}), mean_latency()), "unknown", mean_latency()));
  EXPECT_FALSE(rating(standings(study_of({10}), load_time()), "m0", load_time()));
}

}  // namespace
}  // namespace sightmark
