#include "audit/audit.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

using Kinds = std::vector<MetricKind>;
using enum MetricKind;

constexpr MetricKind kAll[] = {Generation, Latency, Energy, Length, Reliability, Accuracy};

RunMetrics a_run() {
  RunMetrics run = make_run_metrics("Lynx", "Alder", "bf16");
  run.tasks = {make_task_metrics("brief", 1000, 100)};
  run.conditions.image_names_sha256 = "names";
  return run;
}

// The kinds of metrics that the two may not be compared by, or only with a caution.
Kinds kinds(const RunMetrics& a, const RunMetrics& b, Severity severity = Severity::Blocks) {
  Kinds found;
  for (const MetricKind kind : kAll) {
    if (!differences(a, b, kind, severity).empty()) found.push_back(kind);
  }
  return found;
}

std::string first_obstacle(const RunMetrics& a, const RunMetrics& b, MetricKind kind) {
  return differences(a, b, kind, Severity::Blocks).at(0);
}

TEST(Differences, BlockNothingInWhatAComparisonIsAbout) {
  RunMetrics b = make_run_metrics("Heron", "Birch", "fp16");
  b.tasks = {make_task_metrics("brief", 500, 50)};
  b.meta.engine_version = "2";
  EXPECT_EQ(kinds(a_run(), b), Kinds{});
}

TEST(Differences, AreThoseThatTheAuditGroupsRunsBy) {
  RunMetrics b = a_run();
  b.conditions.max_new_tokens = 80;
  EXPECT_EQ(kinds(a_run(), b), (Kinds{Latency, Energy, Length, Accuracy}));
  EXPECT_EQ(kinds(a_run(), b, Severity::Weakens), Kinds{Generation});
  EXPECT_EQ(first_obstacle(a_run(), b, Latency),
            "the limit on answer tokens (at most 128 tokens per answer in A, at most 80 tokens per "
            "answer in B)");
  b.conditions.max_new_tokens.reset();  // what is not recorded is no difference
  EXPECT_EQ(kinds(a_run(), b), Kinds{});
}

TEST(Differences, OfPowerBlockEnergyAlone) {
  RunMetrics b = a_run();
  b.conditions.power_scope = PowerScope::GpuRail;
  EXPECT_EQ(kinds(a_run(), b), Kinds{Energy});
  b.conditions.power_scope = PowerScope::Unknown;
  EXPECT_EQ(kinds(a_run(), b), Kinds{Energy});
  EXPECT_EQ(kinds(b, b), Kinds{Energy});  // two unknown parts may be two parts
}

TEST(Differences, OfQuestionsAreOfThoseThatBothWereAsked) {
  RunMetrics b = a_run();
  b.tasks.push_back(make_task_metrics("scene", 1, 1));
  EXPECT_EQ(kinds(a_run(), b), Kinds{});
  b.tasks[0].prompts = {"What else is this?"};
  EXPECT_EQ(kinds(a_run(), b), (Kinds{Latency, Energy, Length, Accuracy}));
  EXPECT_EQ(first_obstacle(a_run(), b, Length), "the prompts of 1 task, brief");
}

TEST(Differences, OfPicturesAreOfThoseOfTheSameNames) {
  RunMetrics a = a_run(), b = a_run();
  a.meta.image_set_sha256 = "1";
  b.meta.image_set_sha256 = "2";
  EXPECT_EQ(kinds(a, b), (Kinds{Generation, Latency, Energy, Length, Accuracy}));
  b.conditions.image_names_sha256 = "other names";  // part of the same images, for what is known
  EXPECT_EQ(kinds(a, b), Kinds{});
}

TEST(Differences, OfTheStateOfDevicesMatterOnOneDevice) {
  RunMetrics a = a_run(), b = a_run();
  a.meta.state_before = {{"power_mode", std::string("MAXN")}};
  b.meta.state_before = {{"power_mode", std::string("30W")}};
  EXPECT_EQ(kinds(a, b, Severity::Weakens), (Kinds{Generation, Latency, Energy}));
  b.device = "Birch";
  EXPECT_EQ(kinds(a, b, Severity::Weakens), Kinds{});
}

}  // namespace
}  // namespace sightmark
