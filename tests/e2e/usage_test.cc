#include <gtest/gtest.h>

#include "e2e/program.h"
#include "sample/sample_run.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Usage, OfEachCommandHasAnExample) {
  for (const char* command : {"analyze", "plots", "captions"}) {
    const ProgramResult help = run_sightmark({command, "--help"});
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_TRUE(says(help.out, std::string("  sightmark ") + command + " ")) << help.out;
    for (const char* part :
         {"--out", "--format", "--only", "--device-name", "--jobs", "--quiet", "Exit codes"}) {
      EXPECT_TRUE(says(help.out, part)) << part;
    }
  }
}

TEST(Usage, OfCompareHasExamplesAndNamesEveryMetricOfAGate) {
  const ProgramResult help = run_sightmark({"compare", "--help"});
  EXPECT_EQ(help.exit_code, 0);
  for (const char* part :
       {"  sightmark compare before after", "--fail-if", "--force", "--json", "Exit codes",
        "latency_mean", "latency_p50", "latency_p90", "ttft_mean", "ttft_p50", "ttft_p90",
        "decode_tokens_per_s", "generated_tokens_per_s", "generated_tokens", "energy_per_inference",
        "answer_length", "accuracy", "success"}) {
    EXPECT_TRUE(says(help.out, part)) << part;
  }
}

TEST(Usage, OfAuditHasExamplesAndItsExitCode) {
  const ProgramResult help = run_sightmark({"audit", "--help"});
  EXPECT_EQ(help.exit_code, 0);
  for (const char* part : {"  sightmark audit results --strict", "--json", "--bandwidth",
                           "--device-name", "--jobs", "7 with --strict"}) {
    EXPECT_TRUE(says(help.out, part)) << part;
  }
}

TEST(Usage, OfRecommendHasExamplesUseCasesAndMetrics) {
  const ProgramResult help = run_sightmark({"recommend", "--help"});
  EXPECT_EQ(help.exit_code, 0);
  for (const char* part : {"  sightmark recommend results",
                           "--use-case",
                           "--minimize",
                           "--maximize",
                           "--latency-p90",
                           "--power",
                           "--memory",
                           "--success",
                           "--mix",
                           "--price",
                           "--json",
                           "Exit codes",
                           "real-time",
                           "detailed",
                           "batch",
                           "edge",
                           "production",
                           "balanced",
                           "energy_per_inference",
                           "answers_per_h"}) {
    EXPECT_TRUE(says(help.out, part)) << part;
  }
}

TEST(Usage, OfMetricsHasAnExampleAndListsThem) {
  const ProgramResult help = run_sightmark({"metrics", "--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_TRUE(says(help.out, "  sightmark metrics --json")) << help.out;
  EXPECT_TRUE(says(run_sightmark({"metrics"}).out, "latency_p90 (ms, lower is better)\n"));
  EXPECT_TRUE(says(run_sightmark({"metrics", "--json"}).out, "\"key\": \"latency_p90\""));
}

TEST(Usage, HasHelpAndVersion) {
  const ProgramResult help = run_sightmark({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  for (const char* command :
       {"analyze", "plots", "captions", "audit", "compare", "recommend", "metrics"})
    EXPECT_TRUE(says(help.out, command));
  EXPECT_EQ(run_sightmark({"--version"}).exit_code, 0);
  EXPECT_TRUE(run_sightmark({"--version"}).out.starts_with("sightmark "));
}

TEST(Usage, ThatIsWrongEndsWithTwoAndAReason) {
  const TemporaryFolder folder;
  const std::string root = folder.path().string();
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"unknown"},
                                             {"analyze"},
                                             {"analyze", root, "--unknown"},
                                             {"analyze", root, "--format", "gif"},
                                             {"analyze", root, "--format", ""},
                                             {"analyze", root, "--only", "words"},
                                             {"analyze", root, "--jobs", "0"},
                                             {"analyze", root, "--jobs", "-1"},
                                             {"analyze", root, "--jobs", "many"},
                                             {"analyze", root, "--out"},
                                             {"analyze", root, "--device-name", "Alder"},
                                             {"analyze", root, "--device-name", "not_a_root=Alder"},
                                             {"analyze", root, "--price", "cheap"},
                                             {"plots", root, "--price", "0.30"},
                                             {"compare", root},
                                             {"compare", root, root, root},
                                             {"compare", root, root, "--fail-if", "faster"}}) {
    const ProgramResult result = run_sightmark(arguments);
    EXPECT_EQ(result.exit_code, 2) << testing::PrintToString(arguments);
    EXPECT_NE(result.err, "") << testing::PrintToString(arguments);
    EXPECT_EQ(result.out, "") << testing::PrintToString(arguments);
  }
}

TEST(Usage, TakesRootsInAnyOrderAndOnce) {
  const TemporaryFolder folder;
  SampleRun run;
  run.trials = {{}};
  ASSERT_TRUE(write_sample_run(folder.path(), run));
  const std::string root = (folder / run.root).string(), out = (folder / "out").string();
  const ProgramResult result =
      run_sightmark({"plots", "--only", "tables", "--out", out, root, root + "/"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(says(result.out, "1 complete run")) << result.out;  // given twice, read once
}

TEST(Usage, NamesADeviceByItsRootHoweverThatIsWritten) {
  const TemporaryFolder folder;
  SampleRun run;
  run.trials = {{}};
  ASSERT_TRUE(write_sample_run(folder.path(), run));
  const std::string out = (folder / "out").string();
  for (const char* spelling :
       {"alder_output", "alder_output/", "./alder_output/.", "alder_output/lynx/.."}) {
    const ProgramResult result =
        run_sightmark({"plots", (folder / spelling).string(), "--only", "tables", "--out", out,
                       "--device-name", "alder_output=Named"});
    EXPECT_EQ(result.exit_code, 0) << spelling << ": " << result.err;
    EXPECT_TRUE(says(files_below(out)["vision_model_metrics.csv"], ",Named,")) << spelling;
  }
}

TEST(Usage, KeepsTheWorkingFolderOutOfTheFiles) {
  const TemporaryFolder folder;
  SampleRun run;
  run.trials = {{}};
  ASSERT_TRUE(write_sample_run(folder.path(), run));
  const ProgramResult result = run_sightmark({"plots", (folder / "alder_output").string(), "--only",
                                              "tables", "--out", (folder / "out").string() + "/"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  for (const auto& [name, bytes] : files_below(folder / "out")) {
    EXPECT_FALSE(says(bytes, folder.path().string())) << name;
  }
}

}  // namespace
}  // namespace sightmark
