#include "findings/obstacle.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

using enum Quantity;

constexpr Quantity kAll[] = {Latency, FirstToken, Decoding, Tokens,
                             Energy,  Length,     Accuracy, Success};

RunMetrics a_run() {
  RunMetrics run = make_run_metrics("Lynx", "Alder", "bf16");
  run.speed_quality.tasks = {make_task_metrics("brief", 1000, 100)};
  run.conditions.image_names_sha256 = "names";
  return run;
}

// The quantities that the two may not be compared by.
std::vector<Quantity> forbidden(const RunMetrics& a, const RunMetrics& b) {
  std::vector<Quantity> found;
  for (const Quantity quantity : kAll) {
    if (!obstacles(a, b, quantity).empty()) found.push_back(quantity);
  }
  return found;
}

using Quantities = std::vector<Quantity>;

TEST(Obstacles, AreNoneInWhatAComparisonIsAbout) {
  RunMetrics b = make_run_metrics("Heron", "Birch", "fp16");
  b.speed_quality.tasks = {make_task_metrics("brief", 500, 50)};
  b.meta.engine_version = "2";
  EXPECT_EQ(forbidden(a_run(), b), Quantities{});
}

TEST(Obstacles, OfPowerBearOnEnergyAlone) {
  RunMetrics b = a_run();
  b.conditions.power_scope = PowerScope::GpuRail;
  EXPECT_EQ(forbidden(a_run(), b), Quantities{Energy});
  EXPECT_EQ(obstacles(a_run(), b, Energy).front(),
            "power covers the GPU board in A and the GPU rail alone in B");
  b.conditions.power_scope = PowerScope::Unknown;
  EXPECT_EQ(obstacles(a_run(), b, Energy).front(), "what power covers is not known in B");
}

TEST(Obstacles, OfTheLimitBearOnAllThatALongerAnswerChanges) {
  RunMetrics b = a_run();
  b.conditions.max_new_tokens = 80;
  EXPECT_EQ(forbidden(a_run(), b), (Quantities{Latency, Tokens, Energy, Length, Accuracy}));
  EXPECT_EQ(obstacles(a_run(), b, Latency).front(), "the limit on tokens is 128 in A and 80 in B");
  b.conditions.max_new_tokens.reset();
  EXPECT_EQ(forbidden(a_run(), b), Quantities{});
}

TEST(Obstacles, OfQuestionsAndPicturesBearOnEverything) {
  RunMetrics b = a_run();
  b.speed_quality.tasks[0].prompts = {"What else is this?"};
  EXPECT_EQ(forbidden(a_run(), b).size(), std::size(kAll));
  EXPECT_EQ(obstacles(a_run(), b, Success).front(), "the question differs in 1 task, brief");

  RunMetrics a = a_run();
  b = a_run();
  a.meta.image_set_sha256 = "1";
  b.meta.image_set_sha256 = "2";
  EXPECT_EQ(forbidden(a, b).size(), std::size(kAll));
  b.conditions.image_names_sha256 = "other names";  // part of the same images, for what is known
  EXPECT_EQ(forbidden(a, b), Quantities{});
}

TEST(Obstacles, OfLoadBearOnTimeAndEnergy) {
  RunMetrics b = a_run();
  b.meta.concurrency = 4;
  EXPECT_EQ(forbidden(a_run(), b), (Quantities{Latency, FirstToken, Decoding, Energy}));
  EXPECT_EQ(obstacles(a_run(), b, Latency).front(),
            "the load is 1 request at a time in A and 4 requests at a time in B");
}

TEST(Obstacles, OfCountingBearOnTokens) {
  RunMetrics a = a_run(), b = a_run();
  a.conditions.token_counters = {"engine"};
  b.conditions.token_counters = {"arrivals"};
  EXPECT_EQ(forbidden(a, b), (Quantities{Decoding, Tokens}));
}

}  // namespace
}  // namespace sightmark
