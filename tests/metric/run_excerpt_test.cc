#include "metric/run_excerpt.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "fakes/fake_run.h"
#include "record/run_reader.h"

namespace sightmark {
namespace {

// Trials of 1, 2, ... ms, the first `failed_count` of them failed.
Run run_of(std::size_t count, std::size_t failed_count = 0) {
  sightmark::Run run;
  for (std::size_t i = 0; i < count; ++i) {
    Trial trial = i < failed_count ? failed_trial("a.png", "brief") : make_trial("a.png", "brief");
    trial.latency_ms = static_cast<double>(i + 1);
    run.trials.push_back(trial);
  }
  return run;
}

std::vector<std::size_t> indices(const RunExcerpt& excerpt, ExcerptReason reason) {
  std::vector<std::size_t> found;
  for (const ExcerptTrial& trial : excerpt.trials) {
    if (trial.reason == reason) found.push_back(trial.index);
  }
  return found;
}

using Indices = std::vector<std::size_t>;

TEST(RunExcerpt, HoldsFailedTrialsThenTheSlowestThenASample) {
  const ExcerptLimits limits{.failed_count = 2, .slowest_count = 3, .sampled_count = 4};
  const RunExcerpt excerpt = run_excerpt(run_of(20, 4), limits);
  ASSERT_EQ(excerpt.trials.size(), 9u);
  EXPECT_EQ(excerpt.trials.front().reason, ExcerptReason::Failed);
  EXPECT_EQ(indices(excerpt, ExcerptReason::Failed), (Indices{0, 2}));
  EXPECT_EQ(indices(excerpt, ExcerptReason::Slowest), (Indices{19, 18, 17}));
  EXPECT_EQ(indices(excerpt, ExcerptReason::Sampled), (Indices{4, 7, 10, 13}));  // of 4 to 16
}

TEST(RunExcerpt, HoldsEachTrialOnceWhereAllAreWanted) {
  const RunExcerpt excerpt = run_excerpt(run_of(50, 5), every_trial());
  Indices all;
  for (const ExcerptTrial& trial : excerpt.trials) all.push_back(trial.index);
  std::sort(all.begin(), all.end());
  Indices expected(50);
  std::iota(expected.begin(), expected.end(), 0u);
  EXPECT_EQ(all, expected);
}

TEST(RunExcerpt, NamesTheImageSetOnlyWhereItsImagesAreFilesOfOneFolder) {
  sightmark::Run run = run_of(3);
  run.meta.manifest = "/images/list.txt";
  EXPECT_EQ(run_excerpt(run, {}).image_set, "/images/list.txt");
  run.trials.push_back(make_trial("below/a.png", "brief"));
  EXPECT_EQ(run_excerpt(run, {}).image_set, "");
}

TEST(RunExcerpt, OfNoTrialsIsEmpty) {
  const RunExcerpt excerpt = run_excerpt({}, {});
  EXPECT_TRUE(excerpt.trials.empty());
  EXPECT_TRUE(excerpt.latency_percentiles_ms.empty());
  EXPECT_TRUE(excerpt.course.empty());
}

TEST(RunExcerpt, CutsALongAnswerAndSaysSo) {
  sightmark::Run run = run_of(2);
  const std::string answer(1000, 'x');
  run.trials[0].output_text = answer;
  const RunExcerpt excerpt = run_excerpt(run, {.answer_length = 100});
  for (const ExcerptTrial& trial : excerpt.trials) {
    EXPECT_EQ(trial.is_answer_cut, trial.index == 0);
    EXPECT_EQ(trial.answer.size() < 110, true);
  }
  for (const ExcerptTrial& trial : run_excerpt(run, every_trial()).trials) {
    EXPECT_FALSE(trial.is_answer_cut);
  }
}

TEST(RunExcerpt, NamesAnImageWithoutItsPath) {
  sightmark::Run run = run_of(1);
  run.trials[0].image = "/home/someone/secret/b.png";
  EXPECT_EQ(run_excerpt(run, {}).trials[0].image, "b.png");
}

TEST(RunExcerpt, HasPercentilesOfSuccesses) {
  const RunExcerpt excerpt = run_excerpt(run_of(102, 1), {});  // 2 to 102 ms
  ASSERT_EQ(excerpt.latency_percentiles_ms.size(), 101u);
  EXPECT_DOUBLE_EQ(excerpt.latency_percentiles_ms[0], 2);
  EXPECT_DOUBLE_EQ(excerpt.latency_percentiles_ms[50], 52);
  EXPECT_DOUBLE_EQ(excerpt.latency_percentiles_ms[100], 102);
}

TEST(RunExcerpt, FollowsTheRunByTimeWhereEveryTrialHasIt) {
  sightmark::Run run = run_of(4);
  for (const double end_s : {1.0, 2.0, 3.0, 4.0}) {
    run.trials[4 - static_cast<std::size_t>(end_s)].end_s = end_s;  // written backwards
  }
  RunExcerpt excerpt = run_excerpt(run, {});
  EXPECT_TRUE(excerpt.is_course_timed);
  ASSERT_EQ(excerpt.course.size(), 4u);
  EXPECT_EQ(excerpt.course[0].at, 1);
  EXPECT_EQ(excerpt.course[0].latency_ms, 4);
  EXPECT_EQ(excerpt.course[0].power_w, 20);
  run.trials[2].end_s = std::nullopt;
  excerpt = run_excerpt(run, {});
  EXPECT_FALSE(excerpt.is_course_timed);
  EXPECT_EQ(excerpt.course[0].latency_ms, 1);
}

TEST(RunExcerpt, AveragesLongRunsInAHundredParts) {
  const RunExcerpt excerpt = run_excerpt(run_of(1000), {});
  ASSERT_EQ(excerpt.course.size(), 100u);
  EXPECT_DOUBLE_EQ(excerpt.course[0].at, 5.5);
  EXPECT_DOUBLE_EQ(*excerpt.course[99].latency_ms, 995.5);
}

TEST(RunExcerpt, HasTruthAndScoreOfAScene) {
  sightmark::Run run = run_of(1);
  run.trials[0].task = "caption_brief";
  run.trials[0].output_text = "A small red circle.";
  run.truths = {{.image = "a.png",
                 .location = "meadow",
                 .light = "dusk",
                 .objects = {{.shape = "circle", .colour = "red", .size = "small"}}}};
  const ExcerptTrial trial = run_excerpt(run, {}).trials[0];
  EXPECT_EQ(trial.truth, "small red circle; meadow, dusk");
  ASSERT_TRUE(trial.accuracy);
  EXPECT_GT(*trial.accuracy, 0.5);
}

}  // namespace
}  // namespace sightmark
