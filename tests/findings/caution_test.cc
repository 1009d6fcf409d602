#include "findings/caution.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

// The sentences of caution on a topic about these runs, one a line.
std::string told(std::vector<RunMetrics> runs, Topic topic) {
  std::string text;
  for (const Caution& caution : cautions(make_study(std::move(runs)))) {
    if (caution.topic == topic) text += caution.sentence + '\n';
  }
  return text;
}

// Whether every part is in the text.
testing::AssertionResult says(const std::string& text, const std::vector<std::string>& parts) {
  for (const std::string& part : parts) {
    if (text.find(part) == std::string::npos) {
      return testing::AssertionFailure() << '"' << part << "\" is not in \"" << text << '"';
    }
  }
  return testing::AssertionSuccess();
}

RunMetrics lynx() { return make_run_metrics("Lynx", "Alder", "bf16"); }
RunMetrics heron() { return make_run_metrics("Heron", "Birch", "fp16"); }

TEST(Caution, IsNotGivenWhereRunsAreAlike) {
  EXPECT_TRUE(cautions(make_study({lynx(), heron()})).empty());
  EXPECT_TRUE(cautions(make_study({})).empty());
}

TEST(Caution, ComparesPromptTokensOfARequest) {
  RunMetrics many = heron();
  many.performance.prompt_tokens = 114'600;  // of 100 answers: 1,146 each; Lynx has 10
  many.performance.tokens_per_s = 500;
  many.primary.generated_tokens_per_s = Estimate{12.5, {}};
  EXPECT_TRUE(
      says(told({lynx(), many}, Topic::Tokens),
           {"1,146", "Heron on Birch (fp16)", "10", "Lynx on Alder (bf16)", "20.0 tok/s", "12.5"}));
}

TEST(Caution, SaysThatTheSameRunLeadsByGeneratedTokensWhereItDoes) {
  RunMetrics many = heron();
  many.performance.prompt_tokens = 114'600;
  many.performance.tokens_per_s = 500;
  many.primary.generated_tokens_per_s = Estimate{99, {}};
  EXPECT_TRUE(says(told({lynx(), many}, Topic::Tokens), {"the same run leads"}));
}

TEST(Caution, ToleratesTwiceThePromptTokens) {
  RunMetrics twice = heron();
  twice.performance.prompt_tokens = 2000;
  EXPECT_EQ(told({lynx(), twice}, Topic::Tokens), "");
  twice.performance.prompt_tokens = 2001;
  EXPECT_NE(told({lynx(), twice}, Topic::Tokens), "");
}

TEST(Caution, ToleratesThatNoRunCountsPromptTokens) {
  RunMetrics a = lynx(), b = heron();
  a.performance.prompt_tokens = b.performance.prompt_tokens = 0;
  EXPECT_EQ(told({a, b}, Topic::Tokens), "");
}

TEST(Caution, TellsTimeOutsideRequestsByDevice) {
  RunMetrics a = lynx(), b = heron(), c = heron();
  a.conditions.request_time_s = 97;
  b.conditions.request_time_s = 83;  // of 100 s
  c.conditions.request_time_s = 53;
  EXPECT_TRUE(says(told({a, b, c}, Topic::Tokens), {"17 to 47% on Birch", "3% on Alder"}));
}

TEST(Caution, ToleratesALittleTimeOutsideRequests) {
  RunMetrics run = lynx();
  run.conditions.request_time_s = 91;
  EXPECT_EQ(told({run}, Topic::Tokens), "");
  run.conditions.request_time_s = 89;
  EXPECT_NE(told({run}, Topic::Tokens), "");
  run.conditions.request_time_s.reset();
  EXPECT_EQ(told({run}, Topic::Tokens), "");
}

TEST(Caution, TellsPowerScopesApart) {
  RunMetrics rail = heron();
  rail.conditions.power_scope = PowerScope::GpuRail;
  EXPECT_TRUE(says(told({lynx(), rail}, Topic::Energy),
                   {"the GPU board on Alder", "the GPU rail alone on Birch"}));
  rail.performance.power_w.reset();  // what was not measured has no scope
  EXPECT_EQ(told({lynx(), rail}, Topic::Energy), "");
}

TEST(Caution, TellsModelsWhoseAnswersLoop) {
  RunMetrics a = lynx(), b = heron(), c = heron();
  a.conditions.looping_count = 0;
  b.conditions.looping_count = 3;
  c.conditions.looping_count = 2;  // 5 of 200 answers
  const std::string text = told({a, b, c}, Topic::Length);
  EXPECT_TRUE(says(text, {"Heron 2.5%"}));
  EXPECT_EQ(text.find("Lynx"), std::string::npos);
  b.conditions.looping_count = 1;
  c.conditions.looping_count = 0;  // 1 of 200 is half a percent
  EXPECT_EQ(told({a, b, c}, Topic::Length), "");
}

TEST(Caution, TellsRunsWhoseAnswersWereCutOff) {
  RunMetrics run = heron();
  run.conditions.capped_count = 12;
  const std::string text = told({lynx(), run}, Topic::Length);
  EXPECT_TRUE(says(text, {"12%", "Heron on Birch (fp16)", "128"}));
  EXPECT_EQ(text.find("Lynx"), std::string::npos);
  run.conditions.capped_count = 4;
  EXPECT_EQ(told({lynx(), run}, Topic::Length), "");
}

TEST(Caution, TellsRunsWithAnotherLimitOfTokens) {
  RunMetrics a = lynx(), b = lynx(), other = heron();
  other.conditions.max_new_tokens = 80;
  EXPECT_TRUE(
      says(told({a, b, other}, Topic::Settings), {"128 for 2 runs", "80 for Heron on Birch"}));
  other.conditions.max_new_tokens.reset();  // unknown is no difference
  EXPECT_EQ(told({a, b, other}, Topic::Settings), "");
}

TEST(Caution, TellsTasksThatWereAskedInOtherWords) {
  RunMetrics a = lynx(), b = heron();
  a.speed_quality.tasks = {make_task_metrics("brief", 1, 1), make_task_metrics("count", 1, 1)};
  b.speed_quality.tasks = a.speed_quality.tasks;
  EXPECT_EQ(told({a, b}, Topic::Settings), "");
  b.speed_quality.tasks[1].prompts = {"Count the objects."};
  const std::string text = told({a, b}, Topic::Settings);
  EXPECT_TRUE(says(text, {"count", "2"}));
  EXPECT_EQ(text.find("brief"), std::string::npos);
  b.speed_quality.tasks[1].prompts = {"What is this?", "What is this? Be brief."};  // in one run
  EXPECT_NE(told({b}, Topic::Settings), "");
}

TEST(Caution, TellsAModelUnderSeveralKeys) {
  RunMetrics a = lynx(), b = lynx();
  b.model_key = "lynx_2b";
  EXPECT_TRUE(says(told({a, b}, Topic::Settings), {"Lynx", "Lynx_key", "lynx_2b"}));
  b.model_key.clear();
  EXPECT_EQ(told({a, b}, Topic::Settings), "");
}

TEST(Caution, TellsMissingRecords) {
  RunMetrics run = heron();
  run.expected_trial_count = 2500;
  EXPECT_TRUE(says(told({lynx(), run}, Topic::Reliability), {"100", "2,500", run.run_dir}));
  run.expected_trial_count = 99;  // more than expected are not missing
  EXPECT_EQ(told({lynx(), run}, Topic::Reliability), "");
}

TEST(Caution, TellsRunsThatFailedWholly) {
  EXPECT_TRUE(
      says(told({lynx(), failed_run_metrics("Otter", "Cedar", "fp16", 9)}, Topic::Reliability),
           {"Otter on Cedar (fp16)"}));
  EXPECT_NE(told({failed_run_metrics("Otter", "Cedar", "fp16", 9)}, Topic::Reliability), "");
  EXPECT_EQ(told({lynx(), cut_off_run_metrics("Otter", "Cedar", "fp16")}, Topic::Reliability), "");
}

}  // namespace
}  // namespace sightmark
