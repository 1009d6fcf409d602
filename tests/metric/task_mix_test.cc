#include "metric/task_mix.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

// Twenty images in two tasks: 100 and 300 ms, 1 and 5 J, all alike.
TrialTable table() {
  TrialTable table{.tasks = {"brief", "long"}};
  for (std::uint32_t image = 0; image < 20; ++image) {
    table.images.push_back("image_" + std::to_string(image));
    table.trials.push_back({image, 0, 0, true, 100, {}, {}, 1});
    table.trials.push_back({image, 1, 0, true, 300, {}, {}, 5});
  }
  return table;
}

TEST(TaskMix, IsSharesOfWeights) {
  const auto mix = parse_task_mix("brief=70,long=210");
  ASSERT_TRUE(mix);
  ASSERT_EQ(mix->share_by_task.size(), 2u);
  EXPECT_EQ(mix->share_by_task[0].first, "brief");
  EXPECT_DOUBLE_EQ(mix->share_by_task[0].second, 0.25);
  EXPECT_DOUBLE_EQ(mix->share_by_task[1].second, 0.75);
  EXPECT_EQ(in_words(*mix), "25% brief, 75% long");
  EXPECT_EQ(parse_task_mix("a=b=1")->share_by_task[0].first, "a=b");
  EXPECT_EQ(parse_task_mix("a=1,b=0")->share_by_task.size(), 1u);
}

TEST(TaskMix, ThatIsNoneIsTold) {
  for (const char* text : {"", "brief", "brief=", "=1", "brief=x", "brief=-1", "brief=0",
                           "brief=nan", "brief=inf", "brief=1,brief=2", "brief=1,,long=1"}) {
    const auto mix = parse_task_mix(text);
    EXPECT_FALSE(mix) << text;
  }
}

TEST(MixNumbers, WeightTheTasksMeans) {
  const MixNumbers numbers = mix_numbers(table(), *parse_task_mix("brief=75,long=25"));
  EXPECT_DOUBLE_EQ(numbers.latency_mean_ms->value, 150);
  EXPECT_DOUBLE_EQ(numbers.energy_per_inference_j->value, 2);
  EXPECT_DOUBLE_EQ(numbers.answers_per_h->value, 24000);
  EXPECT_DOUBLE_EQ(numbers.latency_mean_ms->interval->low, 150);  // no image differs
  EXPECT_DOUBLE_EQ(numbers.answers_per_h->interval->high, 24000);
}

TEST(MixNumbers, NeedEachTaskOfTheMix) {
  const MixNumbers numbers = mix_numbers(table(), *parse_task_mix("brief=50,other=50"));
  EXPECT_FALSE(numbers.latency_mean_ms);
  EXPECT_FALSE(numbers.answers_per_h);
}

TEST(MixNumbers, LeaveOutTasksThatAreNotInIt) {
  EXPECT_DOUBLE_EQ(mix_numbers(table(), *parse_task_mix("long=1")).latency_mean_ms->value, 300);
}

}  // namespace
}  // namespace sightmark
