#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "e2e/program.h"
#include "e2e/text_check.h"
#include "sample/sample_run.h"
#include "sample/sample_runs.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

using Json = nlohmann::json;

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A run of one trial in this folder.
SampleRun run_of(const std::string& name) {
  SampleRun run;
  run.run_folder = name;
  run.trials = {SampleTrial{}};
  return run;
}

TEST(AuditCommand, ListsWhatBlocksAndEndsWithZeroUnlessStrict) {
  const TemporaryFolder folder;
  SampleRun other = run_of("b");
  other.max_new_tokens = 80;
  ASSERT_TRUE(write_sample_run(folder.path(), run_of("a")));
  ASSERT_TRUE(write_sample_run(folder.path(), other));
  const std::string root = (folder / "alder_output").string();
  const ProgramResult plain = run_sightmark({"audit", root});
  EXPECT_EQ(plain.exit_code, 0) << plain.err;
  for (const char* part : {"Some comparisons among 2 runs are blocked: the limit on answer tokens.",
                           "Blocks a comparison\n\n  generation_cap\n", "80 tokens"}) {
    EXPECT_TRUE(says(plain.out, part)) << part << " in " << plain.out;
  }
  const ProgramResult strict = run_sightmark({"audit", root, "--strict"});
  EXPECT_EQ(strict.exit_code, 7);
  EXPECT_EQ(strict.out, plain.out);
}

TEST(AuditCommand, IsContentWithOneRun) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_sample_run(folder.path(), run_of("a")));
  const ProgramResult result =
      run_sightmark({"audit", (folder / "alder_output").string(), "--strict"});
  EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
}

TEST(AuditCommand, PrintsTheJsonThatAnalyzeWrites) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_sample_runs(folder.path(), {.image_count = 2}));
  const std::vector<std::string> roots = {"alder_output", "birch_output", "cedar_output",
                                          "--bandwidth", "Alder=1"};
  std::vector<std::string> audit = {"audit", "--json"}, analyze = {"analyze", "--only", "tables"};
  audit.insert(audit.end(), roots.begin(), roots.end());
  analyze.insert(analyze.end(), roots.begin(), roots.end());
  const ProgramResult result = run_sightmark(audit, {.folder = folder.path()});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  ASSERT_EQ(run_sightmark(analyze, {.folder = folder.path()}).exit_code, 0);
  EXPECT_EQ(result.out, files_below(folder / "analysis").at("audit.json"));

  const Json json = Json::parse(result.out);
  EXPECT_EQ(json["schema_version"], 1);
  EXPECT_EQ(json["run_count"], 18);
  std::set<std::string> rules;
  for (const Json& finding : json["findings"]) {
    EXPECT_TRUE(rules.insert(finding["rule"]).second) << finding["rule"];  // one finding a rule
    for (const Json& group : finding["groups"]) {
      EXPECT_FALSE(group["run_dirs"].empty()) << finding["rule"];
    }
  }
  for (const char* rule :
       {"generation_cap", "prompts", "power_scope", "prompt_tokens", "roofline", "failed_run",
        "cut_off_run", "looping_answers", "repeated_runs", "several_keys", "missing_records"}) {
    EXPECT_TRUE(rules.contains(rule)) << rule;
  }
}

TEST(AuditCommand, SaysWhatIsWrongWithTheCommandLine) {
  const TemporaryFolder folder;
  const std::string root = folder.path().string();
  for (const char* given :
       {"Alder", "Alder=", "=5", "Alder=fast", "Alder=-1", "Alder=0", "Alder=inf", "Alder=5x"}) {
    const ProgramResult result = run_sightmark({"audit", root, "--bandwidth", given});
    EXPECT_EQ(result.exit_code, 2) << given;
    EXPECT_TRUE(says(result.err, "write DEVICE=GB/s")) << result.err;
  }
  EXPECT_EQ(run_sightmark({"plots", root, "--bandwidth", "Alder=5"}).exit_code, 2);
  EXPECT_EQ(run_sightmark({"audit"}).exit_code, 2);
}

TEST(AuditCommand, NeedsARun) {
  const TemporaryFolder folder;
  const ProgramResult result = run_sightmark({"audit", folder.path().string()});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_TRUE(says(result.err, "no run could be read")) << result.err;
}

TEST(AuditCommand, ReportsThatItsOutputCannotBeWritten) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_sample_run(folder.path(), run_of("a")));
  EXPECT_EQ(run_sightmark({"audit", (folder / "alder_output").string()}, {.is_output_full = true})
                .exit_code,
            1);
}

TEST(AuditCommand, ShowsHostileTextsAsText) {
  const TemporaryFolder folder;
  SampleRun other = run_of("b");
  other.model_id = other.torch_version = other.model_key = "a\x1b[31m\u202eb | c\n# d";
  other.trials[0].task_prompt = other.model_id;
  ASSERT_TRUE(write_sample_run(folder.path(), run_of("a")));
  ASSERT_TRUE(write_sample_run(folder.path(), other));
  for (const char* more : {"--strict", "--json"}) {
    const ProgramResult result = run_sightmark({"audit", (folder / "alder_output").string(), more});
    EXPECT_FALSE(says(result.out, "\x1b")) << more;
    EXPECT_FALSE(says(result.out, "\u202e")) << more;
    EXPECT_FALSE(says(result.out, "\n# d")) << more;
  }
}

}  // namespace
}  // namespace sightmark
