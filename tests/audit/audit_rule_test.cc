// Rules about single runs, and about all of them together.
#include <gtest/gtest.h>

#include "fakes/fake_audit.h"

namespace sightmark {
namespace {

RunMetrics lynx() { return make_run_metrics("Lynx", "Alder", "bf16"); }
RunMetrics heron() { return make_run_metrics("Heron", "Birch", "bf16"); }

// Whether every part is in the text.
testing::AssertionResult says(const std::string& text, const std::vector<std::string>& parts) {
  for (const std::string& part : parts) {
    if (text.find(part) == std::string::npos) {
      return testing::AssertionFailure() << '"' << part << "\" is not in \"" << text << '"';
    }
  }
  return testing::AssertionSuccess();
}

TEST(AuditTokenRanking, ReportsWhomPromptTokensPutFirst) {
  RunMetrics many = heron();
  many.values["tokens_per_sec"] = Estimate{500, {}};
  many.values["generated_tokens_per_s"] = Estimate{12.5, {}};
  const Audited all({lynx(), many});
  EXPECT_TRUE(says(all.sentence("token_ranking"),
                   {"Heron on Birch (bf16) leads", "500.0 tok/s",
                    "Lynx on Alder (bf16) leads with 20.0", "reaches 12.5", "1 of 1 pair change"}));
  many.values["generated_tokens_per_s"] = Estimate{99, {}};
  EXPECT_EQ(Audited({lynx(), many}).find("token_ranking"), nullptr);
  many.values.erase("generated_tokens_per_s");
  EXPECT_EQ(Audited({many}).find("token_ranking"), nullptr);
}

TEST(AuditAnswers, AreCutFromFivePercentOn) {
  RunMetrics run = heron();
  run.conditions.capped_count = 5;
  const Audited all({lynx(), run});
  EXPECT_TRUE(says(all.sentence("capped_answers"), {"5.0% of the answers at 128 tokens", "Heron"}));
  EXPECT_EQ(groups_of(*all.find("capped_answers")).size(), 1u);
  run.conditions.capped_count = 4;
  EXPECT_EQ(Audited({run}).find("capped_answers"), nullptr);
  run.conditions.cap_known_count = 50;  // 8% of those of which it is known
  EXPECT_NE(Audited({run}).find("capped_answers"), nullptr);
  run.conditions.cap_known_count = run.conditions.capped_count = 0;
  EXPECT_EQ(Audited({run}).find("capped_answers"), nullptr);
}

TEST(AuditAnswers, LoopByModel) {
  RunMetrics a = lynx(), b = heron(), c = heron();
  b.conditions.looping_count = 3;
  c.conditions.looping_count = 2;  // 5 of 200 answers
  const Audited all({a, b, c});
  EXPECT_EQ(groups_of(*all.find("looping_answers")), (Groups{{"2.5% of the answers of Heron", 2}}));
  b.conditions.looping_count = 1;
  c.conditions.looping_count = 0;  // 1 of 200 is half a percent
  EXPECT_EQ(Audited({a, b, c}).find("looping_answers"), nullptr);
}

TEST(AuditAnswers, AreEmptyFromOnePercentOn) {
  RunMetrics run = heron();
  run.conditions.empty_count = 1;
  EXPECT_TRUE(says(Audited({run}).sentence("empty_answers"), {"1.0% of the answers for Heron"}));
  run.conditions.empty_count = 0;
  EXPECT_EQ(Audited({run}).find("empty_answers"), nullptr);
}

TEST(AuditAnswers, ReportPromptTokensFromACache) {
  RunMetrics run = heron();
  run.conditions.cached_tokens = 250;  // of 1,000
  EXPECT_TRUE(says(Audited({run}).sentence("cache_hits"), {"25.0% of the prompt tokens"}));
  run.conditions.cached_tokens = 9;
  EXPECT_EQ(Audited({run}).find("cache_hits"), nullptr);
}

TEST(AuditThermal, ReportsThrottlingBeforeOrAfter) {
  RunMetrics run = heron();
  run.meta.state_before = {{"cpu_throttle_count", std::int64_t{10}}};
  run.summary = RunSummary{};
  run.summary->state_after = {
      {"cpu_throttle_count", std::int64_t{13}},
      {"gpu_throttle_reasons",
       std::vector<std::string>{"display_clock_setting", "sw_thermal_slowdown"}}};
  EXPECT_TRUE(says(Audited({lynx(), run}).sentence("throttling"),
                   {"GPU: sw_thermal_slowdown; CPU throttled by heat 3 times for Heron"}));
  run.summary->state_after = {
      {"cpu_throttle_count", std::int64_t{10}},
      {"gpu_throttle_reasons", std::vector<std::string>{"display_clock_setting"}}};
  EXPECT_EQ(Audited({lynx(), run}).find("throttling"), nullptr);
}

TEST(AuditThermal, ReportsAStateThatChanged) {
  RunMetrics run = heron();
  run.meta.state_before = {{"power_mode", "MAXN"}, {"gpu_power_limit_w", 300.0}};
  run.summary = RunSummary{};
  run.summary->state_after = {{"power_mode", "15W"}, {"gpu_power_limit_w", 301.0}};
  EXPECT_TRUE(says(Audited({run}).sentence("changed_state"), {"power mode MAXN, then 15W"}));
  EXPECT_FALSE(says(Audited({run}).sentence("changed_state"), {"GPU limit"}));
  run.summary->state_after = {{"power_mode", "MAXN"}};
  EXPECT_EQ(Audited({run}).find("changed_state"), nullptr);
}

TEST(AuditThermal, ReportsDriftThatIsLargeAndSure) {
  RunMetrics run = heron();
  run.values["drift"] = Estimate{6, Interval{2, 10}};
  EXPECT_TRUE(says(Audited({run}).sentence("drift"), {"latency 6.0% higher for Heron"}));
  run.values["drift"] = Estimate{-6, Interval{-10, -2}};
  EXPECT_TRUE(says(Audited({run}).sentence("drift"), {"latency 6.0% lower"}));
  for (const auto& open :
       {Estimate{6, Interval{-1, 13}}, Estimate{4, Interval{3, 5}}, Estimate{6, std::nullopt}}) {
    run.values["drift"] = open;
    EXPECT_EQ(Audited({run}).find("drift"), nullptr);
  }
}

TEST(AuditCompleteness, ReportsRunsThatAreInNoRanking) {
  RunMetrics failed = failed_run_metrics("Otter", "Cedar", "fp16", 9);
  failed.conditions.failure_count_by_kind = {{"empty_generation", 9}};
  RunMetrics empty = heron();
  empty.status = RunStatus::Empty;
  empty.trial_count = empty.success_count = 0;
  const Audited all({lynx(), failed, cut_off_run_metrics("Otter", "Cedar", "bf16"), empty});
  EXPECT_TRUE(says(all.sentence("failed_run"),
                   {"9 of 9 trials failed (9 empty_generation) for Otter on Cedar (fp16)"}));
  EXPECT_TRUE(says(all.sentence("cut_off_run"), {"100 records", "Otter on Cedar (bf16)"}));
  EXPECT_TRUE(says(all.sentence("empty_run"), {"Heron on Birch"}));
  for (const char* rule : {"failed_run", "cut_off_run", "empty_run"}) {
    EXPECT_EQ(all.find(rule)->severity(), Severity::Blocks) << rule;
  }
}

TEST(AuditCompleteness, ReportsFailuresBelowNinetyNinePercent) {
  RunMetrics run = heron();
  run.success_count = 98;
  EXPECT_TRUE(says(Audited({run}).sentence("failed_trials"), {"2 of 100 trials failed"}));
  run.success_count = 99;
  EXPECT_EQ(Audited({run}).find("failed_trials"), nullptr);
}

TEST(AuditCompleteness, ReportsMissingAndDamagedRecords) {
  RunMetrics run = heron();
  run.expected_trial_count = 2500;
  run.damaged_line_count = 2;
  run.duplicate_count = 1;
  const Audited all({lynx(), run});
  EXPECT_TRUE(says(all.sentence("missing_records"), {"100 of 2,500 records for Heron"}));
  EXPECT_TRUE(says(all.sentence("damaged_records"), {"2 damaged records, 1 repeated record"}));
  run = heron();
  run.meta.planned_trial_count = 101;
  EXPECT_NE(Audited({run}).find("missing_records"), nullptr);
  run.meta.planned_trial_count = 99;  // more than planned are not missing
  EXPECT_EQ(Audited({run}).find("missing_records"), nullptr);
  EXPECT_EQ(Audited({run}).find("damaged_records"), nullptr);
}

TEST(AuditCompleteness, ReportsInterruptions) {
  RunMetrics run = heron();
  run.meta.interruptions.emplace(2);
  run.summary = RunSummary{};
  run.summary->clock_steps.emplace(1);
  EXPECT_TRUE(
      says(Audited({run}).sentence("interruptions"), {"resumed 2 times", "asleep 1 time for"}));
  run.meta.interruptions.emplace();
  run.summary->clock_steps.emplace();
  EXPECT_EQ(Audited({run}).find("interruptions"), nullptr);
}

TEST(AuditCompleteness, ReportsMissingFieldsInOneFinding) {
  RunMetrics run = heron();
  run.conditions.max_new_tokens.reset();
  run.conditions.power_scope = PowerScope::Unknown;
  const Audited all({lynx(), run});
  const AuditFinding* found = all.find("missing_fields");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->severity(), Severity::Note);
  EXPECT_TRUE(says(found->sentence, {"max_new_tokens (1 of 2)",
                                     "the part that power covers (1 of 2)", "load time (2 of 2)"}));
}

TEST(AuditPrompts, AreReportedWhereOneRunAsksInSeveralWays) {
  RunMetrics run = heron();
  run.tasks = {make_task_metrics("brief", 1, 1), make_task_metrics("count", 1, 1)};
  EXPECT_EQ(Audited({run}).find("mixed_prompts"), nullptr);
  run.tasks[1].prompts = {"What is this?", "What is this? Be brief."};
  EXPECT_TRUE(says(Audited({run}).sentence("mixed_prompts"), {"1 task for Heron"}));
}

TEST(AuditOverhead, IsReportedByDevice) {
  RunMetrics a = lynx(), b = heron(), c = heron();
  a.values["overhead"] = Estimate{3, {}};
  b.values["overhead"] = Estimate{17, {}};
  c.values["overhead"] = Estimate{47.2, {}};
  const Audited all({a, b, c});
  EXPECT_TRUE(says(all.sentence("overhead"), {"3.0% on Alder", "17.0 to 47.2% on Birch"}));
  EXPECT_FALSE(all.find("overhead")->severities.contains(MetricKind::Latency));
  a.values["overhead"] = Estimate{9.9, {}};
  EXPECT_EQ(Audited({a}).find("overhead"), nullptr);
}

TEST(AuditKeys, OfOneModelAreReported) {
  RunMetrics a = lynx(), b = lynx();
  b.model_key = "lynx_2b";
  const Audited all({a, b});
  EXPECT_TRUE(says(all.sentence("several_keys"), {"Lynx (Lynx_key, lynx_2b)"}));
  EXPECT_EQ(all.find("several_keys")->severity(), Severity::Note);
  b.model_key.clear();
  EXPECT_EQ(Audited({a, b}).find("several_keys"), nullptr);
}

TEST(AuditRepeats, SayHowFarRunsOfOneConfigurationAgree) {
  RunMetrics a = lynx(), b = lynx();
  b.values["generated_tokens_per_s"] = Estimate{22, {}};  // 20 in the other
  set_latency(b, spread(1010, 100));
  const Audited all({a, b});
  const AuditFinding* found = all.find("repeated_runs");
  ASSERT_NE(found, nullptr);
  EXPECT_TRUE(says(found->sentence, {"2 of Lynx on Alder (bf16) by mean latency 1.0%",
                                     "generated tokens per second 10.0%"}));
  EXPECT_NEAR(number_behind(*found, "generated_tokens_per_s_spread_percent"), 10, 1e-9);
  EXPECT_EQ(found->severities.at(MetricKind::Generation), Severity::Weakens);
  EXPECT_EQ(found->severities.at(MetricKind::Latency), Severity::Note);
  EXPECT_EQ(Audited({lynx(), heron()}).find("repeated_runs"), nullptr);
}

TEST(Audit, OfNothingFindsNothing) {
  const Audited all({});
  EXPECT_TRUE(all.audit.findings.empty());
  EXPECT_TRUE(says(all.audit.verdict, {"No comparison among 0 runs is blocked or weakened."}));
}

TEST(Audit, HasWhatBlocksFirstAndSaysSo) {
  RunMetrics other = heron();
  other.conditions.max_new_tokens = 80;
  other.conditions.capped_count = 30;
  const Audited all({lynx(), other});
  for (std::size_t i = 1; i < all.audit.findings.size(); ++i) {
    EXPECT_GE(all.audit.findings[i - 1].severity(), all.audit.findings[i].severity());
  }
  EXPECT_EQ(all.audit.count(Severity::Blocks), 1u);
  EXPECT_EQ(all.audit.verdict,
            "Some comparisons among 2 runs are blocked: the limit on answer tokens.");
  for (const AuditFinding& finding : all.audit.findings) {
    EXPECT_FALSE(finding.groups.empty()) << finding.rule;
    EXPECT_NE(finding.effect, "") << finding.rule;
    EXPECT_NE(finding.advice, "") << finding.rule;
  }
}

}  // namespace
}  // namespace sightmark
