// Every variant of a run directory, from the files to the numbers.
#include <gtest/gtest.h>

#include "fakes/fake_run.h"
#include "metric/run_metrics.h"
#include "record/run_folder.h"
#include "record/run_reader.h"
#include "sample/sample_run.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

// A sample run of two trials of 1,000 ms with 20 prompt and 8 response tokens at 20 W.
SampleRun two_trials() {
  SampleRun run;
  run.trials = {{.image_name = "1.jpg"}, {.image_name = "2.jpg"}};
  return run;
}

RunMetrics measured(const SampleRun& sample) {
  const TemporaryFolder folder;
  if (const auto written = write_sample_run(folder.path(), sample); !written) {
    ADD_FAILURE() << written.error().message;
    return make_run_metrics("none", "none", "none");
  }
  const auto found = find_runs({folder / sample.root});
  const auto run = read_run(found.value().folders.at(0));
  if (!run) ADD_FAILURE() << run.error().message;
  return measure(*run, trial_table(*run), {});
}

TEST(Variant, TokensHaveEitherName) {
  for (const SampleTokens names : {SampleTokens::PromptTokens, SampleTokens::InputLen}) {
    SampleRun sample = two_trials();
    sample.tokens = names;
    EXPECT_EQ(measured(sample).totals.prompt_tokens, 40);
    EXPECT_EQ(measured(sample).totals.response_tokens, 16);
  }
}

TEST(Variant, EstimatedPromptTokensAreNotUsed) {
  SampleRun sample = two_trials();
  sample.tokens = SampleTokens::UserPromptEstimate;
  EXPECT_EQ(measured(sample).totals.prompt_tokens, 0);
  EXPECT_EQ(measured(sample).totals.response_tokens, 16);
}

struct PowerCase {
  SamplePower shape;
  std::optional<double> power_w, energy_j;
  PowerScope scope;
};

class PowerVariant : public testing::TestWithParam<PowerCase> {};

TEST_P(PowerVariant, GivesPowerAndEnergy) {
  SampleRun sample = two_trials();
  sample.power = GetParam().shape;
  const RunMetrics run = measured(sample);
  EXPECT_EQ(run.totals.power_w, GetParam().power_w);
  EXPECT_EQ(run.totals.energy_j, GetParam().energy_j);
  EXPECT_EQ(run.conditions.power_scope, GetParam().scope);
}

// 20 W over 2 x 1 s; where no energy is recorded, 20 W x 1,000 ms / 1,000 for each.
INSTANTIATE_TEST_SUITE_P(
    All, PowerVariant,
    testing::Values(PowerCase{SamplePower::None, {}, {}, PowerScope::Unknown},
                    PowerCase{SamplePower::Samples, 20, 40, PowerScope::GpuBoard},
                    PowerCase{SamplePower::Rails, 20, 40, PowerScope::GpuRail},
                    PowerCase{SamplePower::SocRails, 20, 40, PowerScope::GpuSocRail},
                    PowerCase{SamplePower::SocRailsUsage, 20, 40, PowerScope::GpuSocRail},
                    PowerCase{SamplePower::SocRailsEnergy, 20, 40, PowerScope::GpuSocRail}));

TEST(Variant, LoadTimeComesFromTheFirstPlaceThatHasIt) {
  SampleRun sample = two_trials();
  EXPECT_EQ(load_time().value(measured(sample)), std::nullopt);
  sample.model_load_time_seconds = 4;
  EXPECT_EQ(load_time().value(measured(sample)), 4);
  sample.load_time_seconds = 3;
  EXPECT_EQ(load_time().value(measured(sample)), 3);
  sample.first_init_time_seconds = 2;
  EXPECT_EQ(load_time().value(measured(sample)), 2);
  sample.first_load_time_seconds = 1;
  EXPECT_EQ(load_time().value(measured(sample)), 1);
}

TEST(Variant, RunWithoutSummaryIsCutOff) {
  SampleRun sample = two_trials();
  sample.has_summary = false;
  const RunMetrics run = measured(sample);
  EXPECT_EQ(run.status, RunStatus::CutOff);
  EXPECT_EQ(run.trial_count, 2u);
  EXPECT_EQ(run.expected_trial_count, std::nullopt);
}

TEST(Variant, RunOfWhichEveryTrialFailedHasNoLatency) {
  SampleRun sample = two_trials();
  for (SampleTrial& trial : sample.trials) trial.error = "empty_generation";
  const RunMetrics run = measured(sample);
  EXPECT_EQ(run.status, RunStatus::Failed);
  EXPECT_EQ(run.success_percent(), 0);
  EXPECT_EQ(run.latency_ms, std::nullopt);
  EXPECT_EQ(mean_latency().value(run), std::nullopt);
  EXPECT_EQ(tokens_per_second().value(run), std::nullopt);
}

TEST(Variant, DamagedLineIsCountedAndMissing) {
  SampleRun sample = two_trials();
  sample.damaged_trial = 0;
  const RunMetrics run = measured(sample);
  EXPECT_EQ(run.damaged_line_count, 1u);
  EXPECT_EQ(run.trial_count, 1u);
  EXPECT_EQ(run.expected_trial_count, 2);
  EXPECT_EQ(run.status, RunStatus::Complete);
}

TEST(Variant, RunWithoutRecordsIsEmpty) {
  SampleRun sample = two_trials();
  sample.trials.clear();
  EXPECT_EQ(measured(sample).status, RunStatus::Empty);
}

TEST(Variant, RunIsNamedByItsRootModelIdAndDtype) {
  const RunMetrics run = measured(two_trials());
  EXPECT_EQ(run.run_dir, "alder_output/lynx/lynx_bf16_run");
  EXPECT_EQ(run.model, "Lynx-2B");
  EXPECT_EQ(run.model_id, "acme/Lynx-2B");
  EXPECT_EQ(run.device, "Alder");
  EXPECT_EQ(run.dtype, "bf16");
  EXPECT_EQ(configuration_name(run), "Lynx-2B on Alder (bf16)");
}

}  // namespace
}  // namespace sightmark
