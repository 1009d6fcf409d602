// The numbers of the reference study, where its data lies beside the repository.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "analyze/analyze.h"
#include "base/file.h"
#include "fakes/parsed_csv.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

const fs::path kData = fs::path(SIGHTMARK_SOURCE_DIR) / "../shared/data/sageedge";

std::string text_of(const fs::path& path) {
  auto text = read_file(path, 16 << 20);
  if (!text) ADD_FAILURE() << text.error().message;
  return text.value_or("");
}

std::string expected_text(const char* name) { return text_of(kData / "expected" / name); }

// Analyses the data once for all tests.
class ReferenceData : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!fs::exists(kData)) return;
    folder = std::make_unique<TemporaryFolder>();
    const auto outcome =
        analyze({.roots = {kData / "dell_output", kData / "orin_output", kData / "thor_output"},
                 .out = folder->path(),
                 .with_figures = false,
                 .job_count = 2},
                [](auto, auto, auto) {});
    if (!outcome) ADD_FAILURE() << outcome.error().message;
    if (outcome) study = *outcome;
  }

  static void TearDownTestSuite() { folder.reset(); }

  void SetUp() override {
    if (!folder) GTEST_SKIP() << "the reference data is not there: " << kData;
  }

  static std::string written(const char* name) { return text_of(*folder / name); }

  static inline std::unique_ptr<TemporaryFolder> folder;
  static inline AnalyzeOutcome study;
};

TEST_F(ReferenceData, HasThirteenCompleteRunsAndTwoLeftOut) {
  EXPECT_EQ(study.complete_count, 13u);
  ASSERT_EQ(study.left_out.size(), 2u);
  EXPECT_NE(study.left_out[0].reason.find("480"), std::string::npos);
  EXPECT_NE(study.left_out[1].reason.find("2,500"), std::string::npos);
}

// Numbers of a few lines of Python over the records.
TEST_F(ReferenceData, GivesThePrimaryMetrics) {
  std::map<std::string, CsvRow> rows;
  for (const CsvRow& row : csv_rows(written("runs.csv"))) rows[row.at("run_dir")] = row;
  ASSERT_EQ(rows.size(), 15u);
  const auto number = [&](const char* run_dir, const char* column) {
    return std::strtod(rows.at(run_dir).at(column).c_str(), nullptr);
  };
  const char* thor = "thor_output/moondream2/moondream_bf16_500img_20260117_173741";
  EXPECT_NEAR(number(thor, "generated_tokens_per_s"), 42.641581, 1e-6);
  EXPECT_NEAR(number(thor, "energy_per_inference_j"), 24.152616, 1e-6);
  EXPECT_NEAR(number(thor, "latency_p99_certified_ms"), 1709.055, 1e-9);
  EXPECT_NEAR(
      number("orin_output/moondream2/moondream2_bf16_500img_20260118_161628", "overhead_percent"),
      47.221308, 1e-6);
  EXPECT_NEAR(number("orin_output/phi/phi_bf16_500img_20260125_151435", "capped_percent"), 30.12,
              1e-9);
  const char* failed = "thor_output/gemma3n/gemma3n_fp16_500img_20260120_003147";
  EXPECT_EQ(rows.at(failed).at("generated_tokens_per_s"), "");
  EXPECT_EQ(rows.at(failed).at("success_percent"), "0");
}

// What issue 5 wants found, with numbers of a few lines of Python over the records.
TEST_F(ReferenceData, AuditFindsWhatIsKnownToBeWrong) {
  const auto json = nlohmann::json::parse(written("audit.json"));
  std::map<std::string, nlohmann::json> findings;
  for (const auto& finding : json["findings"]) findings[finding["rule"]] = finding;
  const auto group_with = [&](const char* rule, const std::string& part) -> nlohmann::json {
    for (const auto& group : findings.at(rule)["groups"]) {
      for (const std::string run_dir : group["run_dirs"]) {
        if (run_dir.find(part) != std::string::npos) return group;
      }
    }
    ADD_FAILURE() << rule << " has no run " << part;
    return {};
  };
  EXPECT_EQ(group_with("prompt_tokens", "thor_output/smolvlm2")["value"],
            "1,146 prompt tokens per request");
  EXPECT_EQ(findings["prompt_tokens"]["groups"][0]["value"], "18 to 36 prompt tokens per request");
  EXPECT_EQ(group_with("prompt_tokens", "dell_output/internvl")["value"], "no prompt tokens");

  const auto smol = group_with("token_ranking", "thor_output/smolvlm2")["numbers"];
  EXPECT_NEAR(smol["tokens_per_s"], 542.7, 0.05);
  EXPECT_NEAR(smol["generated_tokens_per_s"], 18.11, 0.005);
  EXPECT_NEAR(
      group_with("token_ranking", "thor_output/moondream2")["numbers"]["generated_tokens_per_s"],
      42.64, 0.005);
  EXPECT_NE(findings["token_ranking"]["sentence"].get<std::string>().find("22 of 78 pairs"),
            std::string::npos);

  const auto orin = group_with("overhead", "orin_output")["numbers"];
  EXPECT_NEAR(orin["least_percent"], 17.8, 0.05);
  EXPECT_NEAR(orin["most_percent"], 47.2, 0.05);
  EXPECT_NEAR(group_with("overhead", "dell_output")["numbers"]["most_percent"], 5.7, 0.05);
  EXPECT_NEAR(group_with("overhead", "thor_output")["numbers"]["most_percent"], 2.6, 0.05);

  const char* phi = "orin_output/phi";
  EXPECT_EQ(group_with("generation_cap", phi)["value"], "at most 80 tokens per answer");
  EXPECT_NE(group_with("prompts", phi)["value"], findings["prompts"]["groups"][0]["value"]);
  EXPECT_EQ(findings["prompts"]["groups"].size(), 2u);
  EXPECT_NEAR(group_with("capped_answers", phi)["numbers"]["capped_percent"], 30.12, 1e-9);

  EXPECT_EQ(findings["power_scope"]["groups"].size(), 3u);
  EXPECT_EQ(findings["power_scope"]["metrics"]["energy"], "blocks");
  EXPECT_FALSE(findings["power_scope"]["metrics"].contains("latency"));
  EXPECT_EQ(group_with("several_keys", "orin_output/internvl2_2b")["value"],
            "InternVL2-2B as internvl2_2b");
  group_with("failed_run", "thor_output/gemma3n");
  group_with("cut_off_run", "orin_output/smolvlm2/smolvlm2_bf16");
  const auto repeats = group_with("repeated_runs", "orin_output/internvl2_2b");
  EXPECT_EQ(repeats["run_dirs"].size(), 2u);
  EXPECT_NEAR(repeats["numbers"]["latency_mean_ms_spread_percent"], 0.585, 1e-3);
  EXPECT_NEAR(group_with("roofline", "thor_output/smolvlm2")["numbers"]["needed_gb_s"], 542.7 * 4.4,
              1);
}

testing::AssertionResult same_cell(const std::string& ours, const std::string& expected) {
  constexpr double kTolerance = 1e-9;  // relative
  if (ours == expected) return testing::AssertionSuccess();
  char* end = nullptr;
  const double number = std::strtod(ours.c_str(), &end);
  const bool is_number = !ours.empty() && *end == '\0' && !expected.empty();
  const double wanted = std::strtod(expected.c_str(), nullptr);
  if (is_number && std::abs(number - wanted) <= kTolerance * std::abs(wanted)) {
    return testing::AssertionSuccess();
  }
  return testing::AssertionFailure() << '"' << ours << "\" is not \"" << expected << '"';
}

TEST_F(ReferenceData, GivesTheReferencesTable) {
  const auto expected = csv_rows(expected_text("vision_model_metrics.csv"));
  const auto ours = csv_rows(written("vision_plots/vision_model_metrics.csv"));
  ASSERT_EQ(ours.size(), expected.size());
  for (std::size_t i = 0; i < ours.size(); ++i) {
    ASSERT_EQ(ours[i].at("run_dir"), expected[i].at("run_dir"));
    ASSERT_EQ(ours[i].size(), expected[i].size());
    for (const auto& [column, cell] : expected[i]) {
      if (column == "model_name") continue;  // the reference took the folder's name
      EXPECT_TRUE(same_cell(ours[i].at(column), cell)) << ours[i].at("run_dir") << ' ' << column;
    }
  }
}

// "Thor (bf16): 894.6ms mean, 1174.5ms P90": a listed run without its place and model.
using Lines = std::vector<std::string>;

// The lists of a report, "Top 3 - …" and their entries.
std::map<std::string, Lines> lists_of(const std::string& report) {
  static const std::regex kEntry(R"(^ .* on (\S+) +\((\S+)\): +(.*)$)");
  static const std::regex kBlanks(" +");
  std::map<std::string, Lines> lists;
  std::istringstream text(report);
  std::string title;
  for (std::string line; std::getline(text, line);) {
    std::smatch parts;
    if (line.starts_with("Top ")) title = line;
    if (line.empty()) title.clear();
    if (title.empty() || !std::regex_match(line, parts, kEntry)) continue;
    lists[title].push_back(parts.str(1) + " (" + parts.str(2) +
                           "): " + std::regex_replace(parts.str(3), kBlanks, " "));
  }
  return lists;
}

// The runs below the models, without them: the reference counts one model twice.
std::multiset<std::string> breakdown_of(const std::string& report) {
  std::multiset<std::string> runs;
  std::istringstream text(report);
  for (std::string line; std::getline(text, line);) {
    if (line.find(": TPS=") != std::string::npos) runs.insert(line);
  }
  return runs;
}

TEST_F(ReferenceData, GivesTheReferencesPerformanceReport) {
  const std::string ours = written("vision_plots/benchmark_summary_report.txt");
  const std::string expected = expected_text("benchmark_summary_report.txt");
  EXPECT_EQ(lists_of(ours), lists_of(expected));
  EXPECT_EQ(lists_of(ours).size(), 3u);
  EXPECT_EQ(breakdown_of(ours), breakdown_of(expected));
  EXPECT_EQ(breakdown_of(ours).size(), 13u);
  for (const char* line :
       {"Total benchmark runs: 13\n", "Devices: Dell, Orin, Thor\n", "Precisions: bf16, fp16\n"}) {
    EXPECT_NE(ours.find(line), std::string::npos) << line;
    EXPECT_NE(expected.find(line), std::string::npos) << line;
  }
  EXPECT_NE(ours.find("Models tested: 4\n"), std::string::npos);
}

TEST_F(ReferenceData, GivesTheReferencesCaptionReport) {
  const auto ours = lists_of(written("caption_analysis/caption_quality_speed_report.txt"));
  EXPECT_EQ(ours, lists_of(expected_text("caption_quality_speed_report.txt")));
  EXPECT_EQ(ours.size(), 5u);
  for (const auto& [title, lines] : ours) EXPECT_EQ(lines.size(), 5u) << title;
}

TEST_F(ReferenceData, CountsOneModelUnderTwoKeysOnce) {
  std::set<std::string> models;
  for (const CsvRow& row : csv_rows(written("vision_plots/vision_model_metrics.csv"))) {
    models.insert(row.at("model_name"));
  }
  EXPECT_EQ(models.size(), 4u);
}

TEST_F(ReferenceData, ListsTheFailedRunAmongTheSuccessRates) {
  const auto rows = csv_rows(written("caption_analysis/speed_quality_metrics.csv"));
  ASSERT_EQ(rows.size(), 14u);
  for (const CsvRow& row : rows) {
    EXPECT_EQ(row.at("success_percent"), row.at("status") == "failed" ? "0" : "100");
  }
}

}  // namespace
}  // namespace sightmark
