// Rules about what runs differ in.
#include <gtest/gtest.h>

#include "audit/attribute.h"
#include "fakes/fake_audit.h"

namespace sightmark {
namespace {

RunMetrics lynx() { return make_run_metrics("Lynx", "Alder", "bf16"); }
RunMetrics heron() { return make_run_metrics("Heron", "Birch", "bf16"); }

RunMetrics with_task(RunMetrics run, const std::string& task, const std::string& prompt) {
  run.tasks.push_back(make_task_metrics(task, 1, 1));
  run.tasks.back().prompts = {prompt};
  return run;
}

TEST(AuditDifference, IsNoneWhereRunsAreAlike) {
  const Audited all({lynx(), heron()});
  for (const Attribute& attribute : attributes()) {
    EXPECT_EQ(all.find(attribute.rule), nullptr) << attribute.rule;
  }
}

TEST(AuditDifference, EachAttributeSaysWhatItChangesAndWhatToDo) {
  for (const Attribute& attribute : attributes()) {
    EXPECT_NE(attribute.subject, "") << attribute.rule;
    EXPECT_NE(attribute.effect, "") << attribute.rule;
    EXPECT_NE(attribute.advice, "") << attribute.rule;
  }
}

TEST(AuditDifference, GroupsPromptCountsThatAreAtMostTwiceTheSmallest) {
  RunMetrics none = lynx(), few = lynx(), twice = heron(), many = heron();
  none.totals.prompt_tokens = 0;
  few.totals.prompt_tokens = 1800;  // of 100 answers
  twice.totals.prompt_tokens = 3600;
  many.totals.prompt_tokens = 114'600;
  const Audited all({none, few, twice, many});
  const AuditFinding* found = all.find("prompt_tokens");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(groups_of(*found), (Groups{{"18 to 36 prompt tokens per request", 2},
                                       {"no prompt tokens", 1},
                                       {"1,146 prompt tokens per request", 1}}));
  EXPECT_EQ(found->severities.at(MetricKind::TotalTokens), Severity::Blocks);
  EXPECT_FALSE(found->severities.contains(MetricKind::Generation));
  EXPECT_EQ(Audited({few, twice}).find("prompt_tokens"), nullptr);
}

TEST(AuditDifference, NamesTheTaskThatIsAskedOtherwise) {
  const RunMetrics usual =
      with_task(with_task(lynx(), "brief", "In a sentence."), "count", "Count.");
  RunMetrics other = with_task(with_task(heron(), "brief", "In detail."), "count", "Count.");
  const Audited all({usual, usual, other});
  const AuditFinding* found = all.find("prompts");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(groups_of(*found),
            (Groups{{"the usual prompts", 2}, {"other prompts (brief as “In detail.”)", 1}}));
  EXPECT_EQ(found->severities.at(MetricKind::Latency), Severity::Blocks);
  EXPECT_EQ(found->severities.at(MetricKind::Generation), Severity::Weakens);
  EXPECT_FALSE(found->severities.contains(MetricKind::Memory));
}

TEST(AuditDifference, NamesSeveralTasksThatAreAskedOtherwiseWithoutTheirWords) {
  const auto asked = [](const std::string& a, const std::string& b) {
    return with_task(with_task(heron(), "brief", a), "count", b);
  };
  const Audited all({asked("?", "?"), asked("?", "?"), asked("In detail.", "All.")});
  ASSERT_NE(all.find("prompts"), nullptr);
  EXPECT_EQ(all.find("prompts")->groups[1].value, "other prompts (brief reworded, count reworded)");
}

TEST(AuditDifference, DistinguishesPromptsThatBeginAlike) {
  const std::string beginning(200, 'x');
  const RunMetrics usual = with_task(lynx(), "brief", "?");
  const Audited all({usual, usual, with_task(heron(), "brief", beginning + "a"),
                     with_task(heron(), "brief", beginning + "b")});
  ASSERT_NE(all.find("prompts"), nullptr);
  EXPECT_EQ(all.find("prompts")->groups.size(), 3u);
}

TEST(AuditDifference, NamesTasksThatNotAllRunsHave) {
  const RunMetrics usual = with_task(lynx(), "brief", "?");
  const Audited all({usual, usual, with_task(heron(), "count", "?")});
  ASSERT_NE(all.find("prompts"), nullptr);
  EXPECT_EQ(all.find("prompts")->groups[1].value,
            "other prompts (with the extra task count, without brief)");
}

TEST(AuditDifference, KnowsImagesByContentsOnlyWhereAllRunsRecordThem) {
  RunMetrics a = lynx(), b = heron();
  a.conditions.image_count = b.conditions.image_count = 5;
  a.conditions.image_names_sha256 = b.conditions.image_names_sha256 = "0123456789";
  EXPECT_EQ(Audited({a, b}).find("image_set"), nullptr);
  a.meta.image_set_sha256 = "aa";
  EXPECT_EQ(Audited({a, b}).find("image_set"), nullptr);
  b.meta.image_set_sha256 = "bb";
  EXPECT_NE(Audited({a, b}).find("image_set"), nullptr);
  b.meta.image_set_sha256.clear();
  b.conditions.image_names_sha256 = "9876543210";
  ASSERT_NE(Audited({a, b}).find("image_set"), nullptr);
}

TEST(AuditDifference, ReportsALimitAndNotOneThatIsUnknown) {
  RunMetrics other = heron();
  other.conditions.max_new_tokens = 80;
  const Audited all({lynx(), lynx(), other});
  ASSERT_NE(all.find("generation_cap"), nullptr);
  EXPECT_NE(all.find("generation_cap")->sentence.find("80 tokens per answer for Heron on Birch"),
            std::string::npos);
  other.conditions.max_new_tokens.reset();
  EXPECT_EQ(Audited({lynx(), other}).find("generation_cap"), nullptr);
}

TEST(AuditDifference, ReportsBatchesAndLoads) {
  RunMetrics one = lynx(), ten = heron();
  one.meta.batch_size = 1;
  ten.meta.batch_size = 10;
  EXPECT_EQ(groups_of(*Audited({one, ten}).find("batch_size")),
            (Groups{{"batch size 1", 1}, {"batch size 10", 1}}));
  one.meta.concurrency = 1;
  ten.meta.concurrency = 4;
  EXPECT_EQ(groups_of(*Audited({one, ten}).find("load")),
            (Groups{{"one request at a time", 1}, {"4 requests at a time", 1}}));
  ten.meta.rate = 0.5;
  EXPECT_EQ(Audited({one, ten}).find("load")->groups[1].value, "0.5 requests per second");
}

TEST(AuditDifference, OfPrecisionBlocksNothing) {
  const Audited all({lynx(), make_run_metrics("Lynx", "Alder", "fp16")});
  ASSERT_NE(all.find("precision"), nullptr);
  EXPECT_EQ(all.find("precision")->severity(), Severity::Note);
}

TEST(AuditDifference, ReportsVersionsEnginesAndCaches) {
  RunMetrics a = lynx(), b = heron();
  a.meta.torch_version = "2.8.0";
  b.meta.torch_version = "2.9.1";
  a.meta.engine = b.meta.engine = "openai";
  b.meta.is_engine_remote = true;
  a.meta.warmup_count = 0;
  b.meta.warmup_count = 3;
  a.meta.is_prompt_cache_off = true;
  b.meta.is_prompt_cache_off = false;
  a.meta.temperature = 0;
  b.meta.temperature = 0.7;
  const Audited all({a, b});
  for (const char* rule : {"versions", "engine", "warm_up", "prompt_cache", "temperature"}) {
    ASSERT_NE(all.find(rule), nullptr) << rule;
    EXPECT_EQ(all.find(rule)->severity(), Severity::Weakens) << rule;
  }
  b.meta.warmup_count = 1;
  a.meta.warmup_count = 2;
  EXPECT_EQ(Audited({a, b}).find("warm_up"), nullptr);
}

TEST(AuditDifference, OfPowerModeMattersWithinADeviceAndOfARevisionWithinAModel) {
  RunMetrics a = lynx(), b = heron();
  a.meta.state_before = {{"power_mode", "MAXN"}};
  b.meta.state_before = {{"power_mode", "15W"}};
  a.meta.model_revision = "one";
  b.meta.model_revision = "two";
  EXPECT_EQ(Audited({a, b}).find("power_mode"), nullptr);
  EXPECT_EQ(Audited({a, b}).find("model_revision"), nullptr);
  b.device = a.device;
  b.model = a.model;
  b.model_id = a.model_id;
  const Audited all({a, b});
  ASSERT_NE(all.find("power_mode"), nullptr);
  EXPECT_EQ(all.find("power_mode")->groups[1].value, "power mode 15W, Alder");
  EXPECT_NE(all.find("model_revision"), nullptr);
}

TEST(AuditDifference, ReportsPowerScopesWherePowerWasMeasured) {
  RunMetrics rail = heron();
  rail.conditions.power_scope = PowerScope::GpuRail;
  const Audited all({lynx(), rail});
  const AuditFinding* found = all.find("power_scope");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(groups_of(*found), (Groups{{"the GPU board", 1}, {"the GPU rail alone", 1}}));
  EXPECT_EQ(found->severities.at(MetricKind::Energy), Severity::Blocks);
  EXPECT_FALSE(found->severities.contains(MetricKind::Latency));
  rail.totals.power_w.reset();
  rail.totals.energy_j.reset();
  EXPECT_EQ(Audited({lynx(), rail}).find("power_scope"), nullptr);
}

TEST(AuditDifference, ReportsMethodsAndKindsOfMemory) {
  RunMetrics a = lynx(), b = heron();
  a.conditions.power_method = "nvml";
  b.conditions.power_method = "tegrastats";
  a.memory_kind = MemoryKind::System;
  b.memory_kind = MemoryKind::GpuProcess;
  const Audited all({a, b});
  ASSERT_NE(all.find("power_method"), nullptr);
  ASSERT_NE(all.find("memory_kind"), nullptr);
  EXPECT_EQ(all.find("memory_kind")->severities.at(MetricKind::Memory), Severity::Blocks);
}

TEST(AuditDifference, NamesFewOfManyGroups) {
  std::vector<RunMetrics> runs;
  for (int i = 1; i <= 20; ++i) {
    runs.push_back(lynx());
    runs.back().conditions.max_new_tokens = i;
  }
  const Audited all(runs);
  EXPECT_EQ(all.find("generation_cap")->groups.size(), 20u);
  EXPECT_NE(all.find("generation_cap")->sentence.find("12 further values"), std::string::npos);
}

}  // namespace
}  // namespace sightmark
