#include "metric/task_mix.h"

#include <gtest/gtest.h>

#include "metric/metric.h"

namespace sightmark {
namespace {

// Twenty images in two tasks: 100 and 300 ms, 1 and 5 J, all alike.
TrialTable table() {
  TrialTable table{.tasks = {"brief", "long"}, .image_count = 20};
  for (std::uint32_t image = 0; image < 20; ++image) {
    table.images.push_back("image_" + std::to_string(image));
    table.trials.push_back({.image = image, .task = 0, .latency_ms = 100, .energy_j = 1});
    table.trials.push_back({.image = image, .task = 1, .latency_ms = 300, .energy_j = 5});
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

TEST(TaskMix, ThatIsNoneIsAnError) {
  for (const char* text : {"", "brief", "brief=", "=1", "brief=x", "brief=-1", "brief=0",
                           "brief=nan", "brief=inf", "brief=1,brief=2", "brief=1,,long=1"}) {
    const auto mix = parse_task_mix(text);
    EXPECT_FALSE(mix) << text;
  }
}

TEST(MixValues, WeightTheTasksMeans) {
  MetricValues values = mix_values(table(), *parse_task_mix("brief=75,long=25"));
  EXPECT_DOUBLE_EQ(values["latency_mean"].value, 150);
  EXPECT_DOUBLE_EQ(values["energy_per_inference"].value, 2);
  EXPECT_DOUBLE_EQ(values["answers_per_h"].value, 24000);
  EXPECT_DOUBLE_EQ(values["latency_mean"].interval->low, 150);  // no image differs
  EXPECT_DOUBLE_EQ(values["answers_per_h"].interval->high, 24000);
  EXPECT_DOUBLE_EQ(values["success"].value, 100);
  EXPECT_FALSE(values.contains("latency_p90"));  // no mean
}

TEST(MixValues, CountWhatFailuresCost) {
  TrialTable half = table();
  for (std::size_t i = 0; i < half.trials.size(); i += 4) half.trials[i].is_success = false;
  const auto values = mix_values(half, *parse_task_mix("brief=1"));
  EXPECT_DOUBLE_EQ(values.at("energy_per_inference").value, 2);  // 20 J for 10 answers
}

TEST(MixValues, NeedEachTaskOfTheMix) {
  EXPECT_TRUE(mix_values(table(), *parse_task_mix("brief=50,other=50")).empty());
}

TEST(MixValues, LeaveOutTasksThatAreNotInIt) {
  EXPECT_DOUBLE_EQ(mix_values(table(), *parse_task_mix("long=1"))["latency_mean"].value, 300);
}

TEST(UnderMix, TakesTheValueOfTheMix) {
  RunMetrics run;
  const Metric metric = under_mix(mean_latency());
  EXPECT_FALSE(metric.value(run));
  run.mix = mix_values(table(), *parse_task_mix("long=1"));
  EXPECT_DOUBLE_EQ(metric.value(run).value(), 300);
  EXPECT_EQ(metric.column, "mix_latency_mean_ms");
  EXPECT_TRUE(is_weighted_by_mix(answers_per_hour()));
  EXPECT_FALSE(is_weighted_by_mix(latency_p90()));
}

}  // namespace
}  // namespace sightmark
