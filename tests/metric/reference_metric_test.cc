#include <gtest/gtest.h>

#include "fakes/fake_run.h"
#include "metric/metric.h"

namespace sightmark {
namespace {

RunMetrics measured(const Run& run) { return measure(run, trial_table(run), {}); }

// Two trials that took 2.5 s altogether, of which 2 s in requests.
Run two_trials() {
  return {.meta = {.image_count = 2},
          .summary = RunSummary{.elapsed_s = 2.5, .latency_ms = {.mean = 1000}},
          .trials = {make_trial("1.jpg", "caption"), make_trial("2.jpg", "caption")}};
}

TEST(ReferenceMetrics, AreTheReferenceTablesRow) {
  const RunMetrics result = measured(two_trials());
  EXPECT_EQ(result.totals.prompt_tokens, 40);    // 2 x 20
  EXPECT_EQ(result.totals.response_tokens, 16);  // 2 x 8
  EXPECT_EQ(result.totals.total_tokens(), 56);
  EXPECT_DOUBLE_EQ(tokens_per_second().value(result).value(), 22.4);  // 56 / 2.5
  EXPECT_DOUBLE_EQ(ram().value(result).value(), 4);                   // 4096 / 1024
  EXPECT_DOUBLE_EQ(result.totals.power_w.value(), 20);
  EXPECT_DOUBLE_EQ(tokens_per_second_per_watt().value(result).value(), 1.12);  // 22.4 / 20
  EXPECT_DOUBLE_EQ(result.totals.energy_j.value(), 40);                        // 2 x 20
  EXPECT_DOUBLE_EQ(joules_per_token().value(result).value(), 40.0 / 56);
  EXPECT_DOUBLE_EQ(result.totals.elapsed_s.value(), 2.5);
  EXPECT_EQ(result.totals.image_count, 2);
  EXPECT_EQ(load_time().value(result), std::nullopt);
}

TEST(ReferenceMetrics, CountsTokensOfSuccessesButMemoryPowerAndEnergyOfAll) {
  auto run = two_trials();
  run.trials[1].error = "empty_generation";
  run.trials[1].power_w = 40;
  run.trials[1].energy_j = 60;
  run.trials[1].after.ram_used_mb = 8192;
  const RunMetrics result = measured(run);
  EXPECT_EQ(result.totals.total_tokens(), 28);
  EXPECT_DOUBLE_EQ(result.totals.power_w.value(), 30);   // (20 + 40) / 2
  EXPECT_DOUBLE_EQ(result.totals.energy_j.value(), 80);  // 20 + 60
  EXPECT_DOUBLE_EQ(ram().value(result).value(), 6);      // (4 + 8) / 2
}

TEST(ReferenceMetrics, TakesPowerAndEnergyOfTheWholeRunWhereItWasMeasuredAsOne) {
  auto run = two_trials();
  run.summary->power_w = 25;
  run.summary->energy_j = 62.5;
  const RunMetrics result = measured(run);
  EXPECT_DOUBLE_EQ(result.totals.power_w.value(), 25);
  EXPECT_DOUBLE_EQ(result.totals.energy_j.value(), 62.5);
}

TEST(ReferenceMetrics, TakesAnAbsentTokenCountForNone) {
  auto run = two_trials();
  run.trials[0].prompt_tokens.reset();
  run.trials[1].response_tokens.reset();
  const RunMetrics result = measured(run);
  EXPECT_EQ(result.totals.prompt_tokens, 20);
  EXPECT_EQ(result.totals.response_tokens, 8);
}

TEST(ReferenceMetrics, HasNoSpeedInTokensWhereNoneWasCounted) {
  auto run = two_trials();
  for (Trial& trial : run.trials) trial.prompt_tokens = trial.response_tokens = std::nullopt;
  const RunMetrics result = measured(run);
  EXPECT_EQ(tokens_per_second().value(result), std::nullopt);
  EXPECT_EQ(tokens_per_second_per_watt().value(result), std::nullopt);
  EXPECT_EQ(joules_per_token().value(result), std::nullopt);
  EXPECT_TRUE(result.totals.energy_j.has_value());
}

TEST(ReferenceMetrics, FallsBackToPowerTimesLatencyForEnergy) {
  auto run = two_trials();
  run.trials[0].energy_j = std::nullopt;
  run.trials[0].power_w = 30;
  run.trials[0].latency_ms = 500;
  EXPECT_DOUBLE_EQ(measured(run).totals.energy_j.value(),
                   35);  // 30 W x 0.5 s, and 20 J as recorded
}

TEST(ReferenceMetrics, HasNoEnergyWithoutEnergyAndWithoutPowerOrLatency) {
  auto run = two_trials();
  for (Trial& trial : run.trials) trial.energy_j = std::nullopt;
  run.trials[0].power_w = std::nullopt;
  run.trials[1].latency_ms = std::nullopt;
  const RunMetrics result = measured(run);
  EXPECT_EQ(result.totals.energy_j, std::nullopt);
  EXPECT_EQ(joules_per_token().value(result), std::nullopt);
  EXPECT_DOUBLE_EQ(result.totals.power_w.value(), 20);  // of the second trial alone
}

TEST(ReferenceMetrics, HasNoPowerWhereNoTrialHasOne) {
  auto run = two_trials();
  for (Trial& trial : run.trials) trial.power_w = std::nullopt;
  EXPECT_EQ(measured(run).totals.power_w, std::nullopt);
  EXPECT_EQ(tokens_per_second_per_watt().value(measured(run)), std::nullopt);
}

TEST(ReferenceMetrics, TakesMemoryOfZeroForUnknown) {
  auto run = two_trials();
  run.trials[0].after.ram_used_mb = 0;
  EXPECT_DOUBLE_EQ(ram().value(measured(run)).value(), 4);
  run.trials[1].after.ram_used_mb = std::nullopt;
  EXPECT_EQ(ram().value(measured(run)), std::nullopt);
}

TEST(ReferenceMetrics, HasNoSpeedWithoutElapsedTime) {
  auto run = two_trials();
  run.summary->elapsed_s = 0;
  EXPECT_EQ(tokens_per_second().value(measured(run)), std::nullopt);
  run.summary->elapsed_s.reset();
  EXPECT_EQ(tokens_per_second().value(measured(run)), std::nullopt);
  run.summary.reset();
  EXPECT_EQ(tokens_per_second().value(measured(run)), std::nullopt);
  EXPECT_EQ(measured(run).totals.elapsed_s, std::nullopt);
}

TEST(ReferenceMetrics, DividesByNoPowerOfZero) {
  auto run = two_trials();
  for (Trial& trial : run.trials) trial.power_w = 0;
  EXPECT_DOUBLE_EQ(measured(run).totals.power_w.value(), 0);
  EXPECT_EQ(tokens_per_second_per_watt().value(measured(run)), std::nullopt);
}

TEST(ReferenceMetrics, TakesTheFirstRecordsLoadTimeBeforeRunMetas) {
  auto run = two_trials();
  run.trials[1].load_time_s = 9;  // only the first record counts
  EXPECT_EQ(load_time().value(measured(run)), std::nullopt);
  run.meta.load_time_s = 7;
  EXPECT_DOUBLE_EQ(load_time().value(measured(run)).value(), 7);
  run.trials[0].load_time_s = 5;
  EXPECT_DOUBLE_EQ(load_time().value(measured(run)).value(), 5);
}

TEST(ReferenceMetrics, TakesTheImageCountOfTheSummaryWhereRunMetaHasNone) {
  auto run = two_trials();
  run.meta.image_count.reset();
  EXPECT_EQ(measured(run).totals.image_count, std::nullopt);
  run.summary->image_count = 3;
  EXPECT_EQ(measured(run).totals.image_count, 3);
}

TEST(ReferenceMetrics, OfNothingIsNothing) {
  const RunMetrics result = measured(sightmark::Run{});
  EXPECT_EQ(result.totals.total_tokens(), 0);
  EXPECT_EQ(tokens_per_second().value(result), std::nullopt);
  EXPECT_EQ(ram().value(result), std::nullopt);
  EXPECT_EQ(result.totals.energy_j, std::nullopt);
  EXPECT_EQ(load_time().value(result), std::nullopt);
}

}  // namespace
}  // namespace sightmark
