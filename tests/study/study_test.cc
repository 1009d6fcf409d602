#include "study/study.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

using Names = std::vector<std::string>;

TEST(Study, DistinguishesModelsOfOneNameByTheirIds) {
  RunMetrics other = make_run_metrics("Lynx", "Alder", "fp16");
  other.model_id = "borealis/Lynx";
  const Study study = make_study({make_run_metrics("Lynx", "Alder", "bf16"), other,
                                  make_run_metrics("Heron", "Alder", "bf16")});
  EXPECT_EQ(study.models, (Names{"acme/Lynx", "borealis/Lynx", "Heron"}));
}

TEST(Study, CountsAModelWithTwoKeysOnce) {
  RunMetrics other = make_run_metrics("Lynx", "Birch", "bf16");
  other.model_key = "lynx_2b";
  const Study study = make_study({make_run_metrics("Lynx", "Alder", "bf16"), other});
  EXPECT_EQ(study.models, Names{"Lynx"});
}

TEST(Study, OrdersNamesWithoutRegardToCase) {
  const Study study = make_study({make_run_metrics("otter", "cedar", "fp16"),
                                  make_run_metrics("Lynx", "Birch", "bf16"),
                                  make_run_metrics("Zebra", "alder", "bf16")});
  EXPECT_EQ(study.models, (Names{"Lynx", "otter", "Zebra"}));
  EXPECT_EQ(study.devices, (Names{"alder", "Birch", "cedar"}));
  EXPECT_EQ(study.dtypes, (Names{"bf16", "fp16"}));
}

TEST(Study, NamesOnlyWhatCompleteRunsHave) {
  const Study study = make_study({make_run_metrics("Lynx", "Alder", "bf16"),
                                  failed_run_metrics("Heron", "Birch", "fp16", 10),
                                  cut_off_run_metrics("Otter", "Cedar", "fp32")});
  EXPECT_EQ(study.runs.size(), 3u);
  EXPECT_EQ(study.models, Names{"Lynx"});
  EXPECT_EQ(study.devices, Names{"Alder"});
  EXPECT_EQ(study.dtypes, Names{"bf16"});
  ASSERT_EQ(complete_runs(study).size(), 1u);
  EXPECT_EQ(complete_runs(study)[0]->model, "Lynx");
}

TEST(Study, MeansTheRunsOfOneConfiguration) {
  RunMetrics first = make_run_metrics("Lynx", "Alder", "bf16"), second = first, third = first;
  first.values["tokens_per_sec"] = Estimate{10, {}};
  second.values["tokens_per_sec"] = Estimate{20, {}};
  third.values.erase("tokens_per_sec");  // unknown is left out, not taken for none
  const Study study = make_study({first, second, third});
  EXPECT_EQ(runs_of(study, {"Lynx", "Alder", "bf16"}).size(), 3u);
  EXPECT_EQ(configuration_value(study, {"Lynx", "Alder", "bf16"}, tokens_per_second()), 15);
  EXPECT_EQ(configuration_value(study, {"Lynx", "Alder", "fp16"}, tokens_per_second()),
            std::nullopt);
}

TEST(Study, OrdersConfigurationsByModelDeviceAndDtype) {
  const Study study = make_study(
      {make_run_metrics("otter", "Alder", "bf16"), make_run_metrics("Lynx", "cedar", "bf16"),
       make_run_metrics("Lynx", "Birch", "fp16"), make_run_metrics("Lynx", "Birch", "bf16")});
  const std::vector<Configuration> expected = {{"Lynx", "Birch", "bf16"},
                                               {"Lynx", "Birch", "fp16"},
                                               {"Lynx", "cedar", "bf16"},
                                               {"otter", "Alder", "bf16"}};
  EXPECT_EQ(measured_configurations(study), expected);
}

TEST(Study, OfNothingNamesNothing) {
  const Study study = make_study({});
  EXPECT_TRUE(study.models.empty());
  EXPECT_TRUE(complete_runs(study).empty());
  EXPECT_TRUE(measured_configurations(study).empty());
}

TEST(Metric, ReadsItsNumberOfARun) {
  RunMetrics run = make_run_metrics("Lynx", "Alder", "bf16");
  run.values["load_time"] = Estimate{4, {}};
  set_successes(run, 90, 100);
  EXPECT_EQ(tokens_per_second().value(run), 30);
  EXPECT_EQ(ram().value(run), 8);
  EXPECT_EQ(tokens_per_second_per_watt().value(run), 1.5);
  EXPECT_EQ(joules_per_token().value(run), 0.5);
  EXPECT_EQ(load_time().value(run), 4);
  EXPECT_EQ(mean_latency().value(run), 1000);
  EXPECT_DOUBLE_EQ(latency_p90().value(run).value(), 1080);      // 900 + 0.9 x (1,100 - 900)
  EXPECT_DOUBLE_EQ(latency_variation().value(run).value(), 10);  // 100 / 1,000
  EXPECT_EQ(answer_length().value(run), 200);
  EXPECT_EQ(success_rate().value(run), 90);
  EXPECT_EQ(generated_tokens_per_second().value(run), 20);
}

TEST(Metric, OfAFailedRunIsMissingButForItsSuccessRate) {
  const RunMetrics run = failed_run_metrics("Lynx", "Alder", "bf16", 10);
  for (const Metric& metric :
       {tokens_per_second(), ram(), tokens_per_second_per_watt(), joules_per_token(), load_time(),
        mean_latency(), latency_p90(), latency_variation(), answer_length(),
        generated_tokens_per_second()}) {
    EXPECT_EQ(metric.value(run), std::nullopt) << metric.name;
  }
  EXPECT_EQ(success_rate().value(run), 0);
}

TEST(Metric, OfLowerNumbersIsBetterForCosts) {
  for (const Metric& metric : {ram(), joules_per_token(), load_time(), mean_latency(),
                               latency_p90(), latency_variation()}) {
    EXPECT_TRUE(metric.is_lower_better) << metric.name;
  }
  for (const Metric& metric : {tokens_per_second(), tokens_per_second_per_watt(), answer_length(),
                               success_rate(), generated_tokens_per_second()}) {
    EXPECT_FALSE(metric.is_lower_better) << metric.name;
  }
}

}  // namespace
}  // namespace sightmark
