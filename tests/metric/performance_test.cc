#include <gtest/gtest.h>

#include "fakes/fake_run.h"
#include "metric/run_metrics.h"

namespace sightmark {
namespace {

// Two trials that took 2.5 s altogether, of which 2 s in requests.
Run two_trials() {
  return {.meta = {.image_count = 2},
          .summary = RunSummary{.elapsed_s = 2.5, .latency_ms = {.mean = 1000}},
          .trials = {make_trial("1.jpg", "caption"), make_trial("2.jpg", "caption")}};
}

TEST(Performance, IsTheReferenceTablesRow) {
  const Performance own = performance(two_trials());
  EXPECT_EQ(own.prompt_tokens, 40);    // 2 x 20
  EXPECT_EQ(own.response_tokens, 16);  // 2 x 8
  EXPECT_EQ(own.total_tokens(), 56);
  EXPECT_DOUBLE_EQ(own.tokens_per_s.value(), 22.4);  // 56 / 2.5
  EXPECT_DOUBLE_EQ(own.ram_gb.value(), 4);           // 4096 / 1024
  EXPECT_DOUBLE_EQ(own.power_w.value(), 20);
  EXPECT_DOUBLE_EQ(own.tokens_per_s_per_w.value(), 1.12);  // 22.4 / 20
  EXPECT_DOUBLE_EQ(own.energy_j.value(), 40);              // 2 x 20
  EXPECT_DOUBLE_EQ(own.joules_per_token.value(), 40.0 / 56);
  EXPECT_DOUBLE_EQ(own.latency_ms_mean.value(), 1000);
  EXPECT_DOUBLE_EQ(own.elapsed_s.value(), 2.5);
  EXPECT_EQ(own.image_count, 2);
  EXPECT_EQ(own.load_time_s, std::nullopt);
}

TEST(Performance, CountsTokensOfSuccessesButMemoryPowerAndEnergyOfAll) {
  auto run = two_trials();
  run.trials[1].error = "empty_generation";
  run.trials[1].power_w = 40;
  run.trials[1].energy_j = 60;
  run.trials[1].after.ram_used_mb = 8192;
  const Performance own = performance(run);
  EXPECT_EQ(own.total_tokens(), 28);
  EXPECT_DOUBLE_EQ(own.power_w.value(), 30);   // (20 + 40) / 2
  EXPECT_DOUBLE_EQ(own.energy_j.value(), 80);  // 20 + 60
  EXPECT_DOUBLE_EQ(own.ram_gb.value(), 6);     // (4 + 8) / 2
}

TEST(Performance, TakesPowerAndEnergyOfTheWholeRunWhereItWasMeasuredAsOne) {
  auto run = two_trials();
  run.summary->power_w = 25;
  run.summary->energy_j = 62.5;
  const Performance own = performance(run);
  EXPECT_DOUBLE_EQ(own.power_w.value(), 25);
  EXPECT_DOUBLE_EQ(own.energy_j.value(), 62.5);
}

TEST(Performance, TakesAnAbsentTokenCountForNone) {
  auto run = two_trials();
  run.trials[0].prompt_tokens.reset();
  run.trials[1].response_tokens.reset();
  const Performance own = performance(run);
  EXPECT_EQ(own.prompt_tokens, 20);
  EXPECT_EQ(own.response_tokens, 8);
}

TEST(Performance, HasNoSpeedInTokensWhereNoneWasCounted) {
  auto run = two_trials();
  for (Trial& trial : run.trials) trial.prompt_tokens = trial.response_tokens = std::nullopt;
  const Performance own = performance(run);
  EXPECT_EQ(own.tokens_per_s, std::nullopt);
  EXPECT_EQ(own.tokens_per_s_per_w, std::nullopt);
  EXPECT_EQ(own.joules_per_token, std::nullopt);
  EXPECT_TRUE(own.energy_j.has_value());
}

TEST(Performance, FallsBackToPowerTimesLatencyForEnergy) {
  auto run = two_trials();
  run.trials[0].energy_j = std::nullopt;
  run.trials[0].power_w = 30;
  run.trials[0].latency_ms = 500;
  EXPECT_DOUBLE_EQ(performance(run).energy_j.value(), 35);  // 30 W x 0.5 s, and 20 J as recorded
}

TEST(Performance, HasNoEnergyWithoutEnergyAndWithoutPowerOrLatency) {
  auto run = two_trials();
  for (Trial& trial : run.trials) trial.energy_j = std::nullopt;
  run.trials[0].power_w = std::nullopt;
  run.trials[1].latency_ms = std::nullopt;
  const Performance own = performance(run);
  EXPECT_EQ(own.energy_j, std::nullopt);
  EXPECT_EQ(own.joules_per_token, std::nullopt);
  EXPECT_DOUBLE_EQ(own.power_w.value(), 20);  // of the second trial alone
}

TEST(Performance, HasNoPowerWhereNoTrialHasOne) {
  auto run = two_trials();
  for (Trial& trial : run.trials) trial.power_w = std::nullopt;
  EXPECT_EQ(performance(run).power_w, std::nullopt);
  EXPECT_EQ(performance(run).tokens_per_s_per_w, std::nullopt);
}

TEST(Performance, TakesMemoryOfZeroForUnknown) {
  auto run = two_trials();
  run.trials[0].after.ram_used_mb = 0;
  EXPECT_DOUBLE_EQ(performance(run).ram_gb.value(), 4);
  run.trials[1].after.ram_used_mb = std::nullopt;
  EXPECT_EQ(performance(run).ram_gb, std::nullopt);
}

TEST(Performance, HasNoSpeedWithoutElapsedTime) {
  auto run = two_trials();
  run.summary->elapsed_s = 0;
  EXPECT_EQ(performance(run).tokens_per_s, std::nullopt);
  run.summary->elapsed_s.reset();
  EXPECT_EQ(performance(run).tokens_per_s, std::nullopt);
  run.summary.reset();
  EXPECT_EQ(performance(run).tokens_per_s, std::nullopt);
  EXPECT_EQ(performance(run).elapsed_s, std::nullopt);
  EXPECT_EQ(performance(run).latency_ms_mean, std::nullopt);
}

TEST(Performance, DividesByNoPowerOfZero) {
  auto run = two_trials();
  for (Trial& trial : run.trials) trial.power_w = 0;
  EXPECT_DOUBLE_EQ(performance(run).power_w.value(), 0);
  EXPECT_EQ(performance(run).tokens_per_s_per_w, std::nullopt);
}

TEST(Performance, TakesTheFirstRecordsLoadTimeBeforeRunMetas) {
  auto run = two_trials();
  run.trials[1].load_time_s = 9;  // only the first record counts
  EXPECT_EQ(performance(run).load_time_s, std::nullopt);
  run.meta.load_time_s = 7;
  EXPECT_DOUBLE_EQ(performance(run).load_time_s.value(), 7);
  run.trials[0].load_time_s = 5;
  EXPECT_DOUBLE_EQ(performance(run).load_time_s.value(), 5);
}

TEST(Performance, TakesTheImageCountOfTheSummaryWhereRunMetaHasNone) {
  auto run = two_trials();
  run.meta.image_count.reset();
  EXPECT_EQ(performance(run).image_count, std::nullopt);
  run.summary->image_count = 3;
  EXPECT_EQ(performance(run).image_count, 3);
}

TEST(Performance, OfNothingIsNothing) {
  const Performance own = performance(sightmark::Run{});
  EXPECT_EQ(own.total_tokens(), 0);
  EXPECT_EQ(own.tokens_per_s, std::nullopt);
  EXPECT_EQ(own.ram_gb, std::nullopt);
  EXPECT_EQ(own.energy_j, std::nullopt);
  EXPECT_EQ(own.load_time_s, std::nullopt);
}

}  // namespace
}  // namespace sightmark
