// Speed against the memory's bandwidth.
#include <gtest/gtest.h>

#include "audit/plausibility.h"
#include "fakes/fake_audit.h"

namespace sightmark {
namespace {

RunMetrics run_of(const std::string& model_id, const std::string& dtype,
                  const std::string& device) {
  RunMetrics run = make_run_metrics("Lynx", device, dtype);
  run.model_id = model_id;
  return run;
}

double gigabytes(const RunMetrics& run) {
  const auto found = weights(run);
  return found ? found->bytes / 1e9 : -1;
}

TEST(Weights, AreReadFromTheModelsName) {
  EXPECT_DOUBLE_EQ(gigabytes(run_of("acme/SmolVLM2-2.2B-Instruct", "fp16", "A")), 4.4);
  EXPECT_DOUBLE_EQ(gigabytes(run_of("acme/InternVL2-2B", "bf16", "A")), 4);
  EXPECT_DOUBLE_EQ(gigabytes(run_of("acme/lynx-7b-4bit", "fp32", "A")), 28);
  EXPECT_DOUBLE_EQ(gigabytes(run_of("acme/Lynx-7B", "fp32", "A")), 28);
  EXPECT_DOUBLE_EQ(gigabytes(run_of("acme/Lynx-30B-A3B", "fp16", "A")), 6);  // active ones
  EXPECT_DOUBLE_EQ(gigabytes(run_of("acme/Lynx-E4B", "fp16", "A")), -1);
  EXPECT_DOUBLE_EQ(gigabytes(run_of("acme/moondream2", "fp16", "A")), -1);
  EXPECT_DOUBLE_EQ(gigabytes(run_of("4B/moondream2", "fp16", "A")), -1);
  EXPECT_DOUBLE_EQ(gigabytes(run_of("acme/Lynx-2B", "q4_0", "A")), -1);
}

TEST(Weights, AreReadFromTheFileFirst) {
  RunMetrics run = run_of("acme/Lynx-2B", "q4_0", "A");
  run.meta.engine_facts = {{"parameter_count", std::int64_t{3'000'000'000}}};
  EXPECT_DOUBLE_EQ(gigabytes(run), -1);
  run.dtype = "fp16";
  EXPECT_DOUBLE_EQ(gigabytes(run), 6);
  run.meta.engine_facts.push_back({"model_file_bytes", std::int64_t{1'500'000'000}});
  EXPECT_DOUBLE_EQ(gigabytes(run), 1.5);
}

TEST(Bandwidth, IsThatOfAKnownDeviceUnlessGiven) {
  const auto of = [](const std::string& device) {
    return bandwidth_gb_s(run_of("m", "fp16", device), {{"Birch", 50}}).value_or(-1);
  };
  EXPECT_EQ(of("Birch"), 50);
  EXPECT_EQ(of("Alder"), -1);
  EXPECT_EQ(of("Jetson AGX Orin"), 204.8);
  EXPECT_EQ(of("NVIDIA Jetson Orin Nano Super"), 102);
  EXPECT_EQ(of("Thor"), 273);
  EXPECT_EQ(of("Authority"), -1);  // holds "thor"
  EXPECT_EQ(of("NVIDIA L4"), 300);
  EXPECT_EQ(of("NVIDIA L40"), 864);
  RunMetrics run = run_of("m", "fp16", "lab 7");
  run.meta.machine_facts = {{"gpu_names", std::vector<std::string>{"NVIDIA GB10"}}};
  EXPECT_EQ(bandwidth_gb_s(run, {}), 273);
}

TEST(AuditRoofline, SaysWhatASpeedAboveItWouldTake) {
  RunMetrics run = run_of("acme/Lynx-2B", "fp16", "Birch");  // 4 GB: 25 tok/s at 100 GB/s
  run.values["generated_tokens_per_s"] = Estimate{40, {}};
  run.values["tokens_per_sec"] = Estimate{30, {}};  // within the tolerance of 25%
  const Audited all({run}, {{"Birch", 100}});
  const AuditFinding* found = all.find("roofline");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->groups.size(), 1u);
  EXPECT_NE(found->sentence.find("160 GB/s, 1.6 times the 100 GB/s"), std::string::npos)
      << found->sentence;
  EXPECT_DOUBLE_EQ(number_behind(*found, "bound_tokens_per_s"), 25);
  EXPECT_DOUBLE_EQ(number_behind(*found, "needed_gb_s"), 160);
  EXPECT_EQ(found->severities, (Severities{{MetricKind::Generation, Severity::Blocks}}));
  run.meta.concurrency = 4;  // streams share what is read
  EXPECT_EQ(Audited({run}, {{"Birch", 100}}).find("roofline"), nullptr);
}

TEST(AuditRoofline, HoldsTotalTokensAndDecodingAgainstItToo) {
  RunMetrics run = run_of("acme/Lynx-2B", "fp16", "Birch");
  run.values["tokens_per_sec"] = Estimate{32, {}};
  EXPECT_TRUE(Audited({run}, {{"Birch", 100}})
                  .find("roofline")
                  ->severities.contains(MetricKind::TotalTokens));
  run.values["tokens_per_sec"] = Estimate{20, {}};
  run.values["decode_tokens_per_s"] = Estimate{32, {}};
  EXPECT_TRUE(Audited({run}, {{"Birch", 100}})
                  .find("roofline")
                  ->severities.contains(MetricKind::Generation));
  run.values.erase("decode_tokens_per_s");
  EXPECT_EQ(Audited({run}, {{"Birch", 100}}).find("roofline"), nullptr);
}

TEST(AuditRoofline, SaysWhatCouldNotBeChecked) {
  const Audited all({run_of("acme/Lynx-2B", "fp16", "Alder"), run_of("acme/Lynx", "fp16", "Birch")},
                    {{"Birch", 100}});
  ASSERT_NE(all.find("roofline_unchecked"), nullptr);
  EXPECT_EQ(groups_of(*all.find("roofline_unchecked")),
            (Groups{{"no known memory bandwidth", 1}, {"no known size of the weights", 1}}));
}

}  // namespace
}  // namespace sightmark
