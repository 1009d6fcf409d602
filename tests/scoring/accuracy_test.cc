#include "scoring/accuracy.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"
#include "fakes/fake_truth.h"

namespace sightmark {
namespace {

// A run whose images "1.png" and "2.png" are those scenes.
Run run_of(std::vector<Trial> trials) {
  Run run;
  run.trials = std::move(trials);
  run.truths = {three_objects(), two_objects()};
  return run;
}

std::optional<RunAccuracy> accuracy_of_run(const Run& run) { return scored_answers(run).accuracy; }

Trial answered(std::string_view image, std::string_view task, std::string_view answer) {
  Trial trial = make_trial(image, task);
  trial.output_text = answer;
  return trial;
}

constexpr const char* kThree = "Two red circles and a blue square in a meadow at dusk.";
constexpr const char* kTwo = "A green triangle and a yellow star on a beach at night.";

TEST(RunAccuracy, OfARunWithoutTruthIsNothing) {
  auto run = run_of({answered("1.png", "caption_brief", kThree)});
  run.truths.clear();
  EXPECT_FALSE(accuracy_of_run(run));
  EXPECT_FALSE(accuracy_of_run(run_of({answered("other.png", "caption_brief", kThree)})));
}

TEST(RunAccuracy, IsByTaskAndOverAll) {
  const auto accuracy = accuracy_of_run(run_of({
      answered("1.png", "caption_brief", kThree),
      answered("2.png", "caption_brief", "A green triangle on a beach at night."),
      answered("1.png", "scene_context", "A meadow at dusk."),
      answered("2.png", "scene_context", "A room at night."),
  }));
  ASSERT_TRUE(accuracy);
  ASSERT_EQ(accuracy->tasks.size(), 2u);
  const Accuracy& caption = accuracy->tasks[0].accuracy;
  EXPECT_EQ(accuracy->tasks[0].task, "caption_brief");
  EXPECT_EQ(caption.image_count, 2u);
  EXPECT_EQ(caption.answer_count, 2u);
  EXPECT_EQ(caption.objects_found->right, 3);
  EXPECT_EQ(caption.objects_found->all, 4);
  EXPECT_EQ(caption.objects_correct->percent(), 100);
  EXPECT_EQ(caption.counts->percent(), 50);
  EXPECT_EQ(caption.setting->percent(), 100);
  EXPECT_FALSE(caption.relations);
  // The second caption: objects 2 of 3, counts wrong, setting right.
  EXPECT_DOUBLE_EQ(caption.overall->right, 1 + (2.0 / 3 + 0 + 1) / 3);
  EXPECT_EQ(accuracy->tasks[1].accuracy.overall->percent(), 50);
  EXPECT_EQ(accuracy->whole.answer_count, 4u);
  EXPECT_EQ(accuracy->whole.setting->right, 3);
  EXPECT_EQ(accuracy->whole.setting->all, 4);
}

TEST(RunAccuracy, CountsFailedTrialsAndDoesNotScoreThem) {
  Trial silent = make_trial("2.png", "scene_context");
  silent.output_text.reset();
  const auto accuracy =
      accuracy_of_run(run_of({answered("1.png", "scene_context", "A meadow at dusk."),
                              failed_trial("2.png", "scene_context"), silent}));
  ASSERT_TRUE(accuracy);
  EXPECT_EQ(accuracy->whole.answer_count, 1u);
  EXPECT_EQ(accuracy->whole.failed_count, 2u);
  EXPECT_EQ(accuracy->whole.overall->percent(), 100);
}

TEST(RunAccuracy, OfAnEmptyAnswerIsWrong) {
  const auto accuracy = accuracy_of_run(run_of({answered("1.png", "scene_context", "")}));
  EXPECT_EQ(accuracy->whole.overall->percent(), 0);
  EXPECT_EQ(accuracy->whole.failed_count, 0u);
}

TEST(RunAccuracy, OfAnUnknownTaskIsThatOfObjects) {
  const auto accuracy = accuracy_of_run(run_of({answered("2.png", "my_task", kTwo)}));
  EXPECT_TRUE(accuracy->whole.objects_found);
  EXPECT_FALSE(accuracy->whole.setting);
  EXPECT_EQ(accuracy->whole.overall->percent(), 100);
}

// Answers about `image_count` images with a square each, the first of them wrong.
Run run_of_squares(std::size_t image_count, std::size_t wrong_count, int answers_each) {
  Run run;
  for (std::size_t i = 0; i < image_count; ++i) {
    run.truths.push_back(make_truth(std::to_string(i), {{{"square", "blue", "large"}, 1, 1}}));
  }
  for (std::size_t i = 0; i < image_count; ++i) {
    for (int k = 0; k < answers_each; ++k) {
      run.trials.push_back(answered(run.truths[i].image, "objects_and_counts",
                                    i < wrong_count ? "blue square: 2" : "blue square: 1"));
    }
  }
  return run;
}

TEST(RunAccuracy, HasWilsonsIntervalWhereEachImageHasOnePoint) {
  const auto counts = accuracy_of_run(run_of_squares(20, 4, 1))->whole.counts;
  ASSERT_TRUE(counts && counts->interval);
  EXPECT_NEAR(counts->interval->low, 0.5840, 1e-4);  // 16 of 20
  EXPECT_NEAR(counts->interval->high, 0.9193, 1e-4);
}

TEST(RunAccuracy, TakesTenAnswersAboutAnImageForNoMoreThanOne) {
  const auto one = accuracy_of_run(run_of_squares(100, 20, 1))->whole.counts;
  const auto ten = accuracy_of_run(run_of_squares(100, 20, 10))->whole.counts;
  EXPECT_EQ(ten->all, 1000);
  ASSERT_TRUE(one->interval && ten->interval);
  EXPECT_NEAR(ten->interval->low, one->interval->low, 0.02);
  EXPECT_NEAR(ten->interval->high, one->interval->high, 0.02);
}

TEST(RunAccuracy, IsNotSureOfWhatIsAllRight) {
  const auto found = accuracy_of_run(run_of_squares(20, 0, 3))->whole.objects_found;
  ASSERT_TRUE(found && found->interval);
  EXPECT_EQ(found->interval->high, 1);
  EXPECT_NEAR(found->interval->low, 0.8389, 1e-4);  // Wilson's of 20 of 20
  EXPECT_TRUE(accuracy_of_run(run_of_squares(3, 0, 3))->whole.objects_found->interval);
}

TEST(RunAccuracy, HasNoIntervalWhereImagesAreTooFew) {
  const auto counts = accuracy_of_run(run_of_squares(5, 1, 3))->whole.counts;
  EXPECT_FALSE(counts->interval);
}

TEST(Aspects, AreWhatTheTaskAsksFor) {
  EXPECT_TRUE(aspects_of("spatial_relationships").relations);
  EXPECT_FALSE(aspects_of("spatial_relationships").objects);
  EXPECT_TRUE(aspects_of("attributes").attributes);
  EXPECT_TRUE(aspects_of("caption_brief").setting);
  EXPECT_TRUE(aspects_of("anything").objects);
}

}  // namespace
}  // namespace sightmark
