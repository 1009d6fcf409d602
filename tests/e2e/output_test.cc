#include <gtest/gtest.h>

#include <set>

#include "e2e/program.h"
#include "figures/figure.h"
#include "sample/sample_runs.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string>;

const std::vector<std::string> kPerformanceTables = {"vision_model_metrics.csv",
                                                     "benchmark_summary_report.txt", "README.md"};
const std::vector<std::string> kCaptionTables = {"speed_quality_metrics.csv", "task_metrics.csv",
                                                 "caption_quality_speed_report.txt", "README.md"};

// The figures of a folder that the sample runs have the data for: those with a golden chart.
std::vector<std::string> drawn_figures(FigureFolder folder) {
  std::vector<std::string> names;
  for (const FigureDefinition& figure : figure_table()) {
    const fs::path golden = SIGHTMARK_SOURCE_DIR "/tests/golden/charts/" + figure.name + ".json";
    if (figure.folder == folder && fs::exists(golden)) names.push_back(figure.name);
  }
  return names;
}

void add_figures(Names& names, const std::string& folder, const std::vector<std::string>& figures) {
  for (const std::string& figure : figures) {
    names.insert(folder + figure + ".png");
    names.insert(folder + figure + ".svg");
  }
}

void add_tables(Names& names, const std::string& folder, const std::vector<std::string>& tables) {
  for (const std::string& table : tables) names.insert(folder + table);
}

Names names_of(const std::map<std::string, std::string>& files) {
  Names names;
  for (const auto& [name, bytes] : files) names.insert(name);
  return names;
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Sample runs of every variant, made once for all tests.
class Output : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    data = std::make_unique<TemporaryFolder>();
    const auto written = write_sample_runs(data->path(), {.image_count = 2});
    if (!written) ADD_FAILURE() << written.error().message;
  }
  static void TearDownTestSuite() { data.reset(); }

  static std::vector<std::string> roots() {
    return {(*data / "alder_output").string(), (*data / "birch_output").string(),
            (*data / "cedar_output").string()};
  }

  // Runs a command over all roots into out(); `more` are further arguments.
  ProgramResult run(const std::string& command, const std::vector<std::string>& more = {},
                    const ProgramOptions& options = {}) {
    std::vector<std::string> arguments = {command};
    for (const std::string& root : roots()) arguments.push_back(root);
    arguments.insert(arguments.end(), {"--out", out().string()});
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_sightmark(arguments, options);
  }

  fs::path out() const { return folder / "out"; }

  static inline std::unique_ptr<TemporaryFolder> data;
  TemporaryFolder folder;
};

TEST_F(Output, OfAnalyzeIsTheWholeStudy) {
  const ProgramResult result = run("analyze");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  Names expected = {"ANALYSIS_SUMMARY.md",   "audit.json",  "audit.md",
                    "benchmark_results.tex", "report.html", "runs.csv"};
  add_figures(expected, "vision_plots/", drawn_figures(FigureFolder::Performance));
  add_tables(expected, "vision_plots/", kPerformanceTables);
  add_figures(expected, "caption_analysis/", drawn_figures(FigureFolder::Captions));
  add_tables(expected, "caption_analysis/", kCaptionTables);
  const auto files = files_below(out());
  EXPECT_EQ(names_of(files), expected);
  for (const auto& [name, bytes] : files) {
    EXPECT_GT(bytes.size(), 200u) << name;
    EXPECT_EQ(name.ends_with(".png"), bytes.starts_with("\x89PNG\r\n\x1a\n")) << name;
    EXPECT_EQ(name.ends_with(".svg"), bytes.starts_with("<svg ")) << name;
    const bool has_commands = name == "ANALYSIS_SUMMARY.md";  // which name the roots as given
    EXPECT_EQ(says(bytes, data->path().string()), has_commands) << name;
  }
}

TEST_F(Output, OfAnalyzeIsSummedUpAtTheEnd) {
  const ProgramResult result = run("analyze", {"--only", "tables"});
  for (const std::string& part : {std::string("Highest throughput"), std::string("otter_fp16"),
                                  std::string("runs.jsonl:"), out().string()}) {
    EXPECT_TRUE(says(result.out, part)) << part << " in " << result.out;
  }
  EXPECT_TRUE(says(result.err, "18 of 18")) << result.err;  // progress in plain lines
  EXPECT_FALSE(says(result.err, "\x1b")) << result.err;
}

TEST_F(Output, OfPlotsLiesDirectlyInItsFolder) {
  EXPECT_EQ(run("plots", {"--format", "svg"}).exit_code, 0);
  Names expected;
  for (const std::string& name : drawn_figures(FigureFolder::Performance))
    expected.insert(name + ".svg");
  add_tables(expected, "", kPerformanceTables);
  EXPECT_EQ(names_of(files_below(out())), expected);
}

TEST_F(Output, OfCaptionsLiesDirectlyInItsFolder) {
  EXPECT_EQ(run("captions", {"--format", "svg"}).exit_code, 0);
  Names expected;
  for (const std::string& name : drawn_figures(FigureFolder::Captions))
    expected.insert(name + ".svg");
  add_tables(expected, "", kCaptionTables);
  EXPECT_EQ(names_of(files_below(out())), expected);
}

TEST_F(Output, IsTheSameWithRootsAfterTheirOption) {
  EXPECT_EQ(run_sightmark({"captions", "--only", "tables", "--roots", roots()[0], roots()[1],
                           roots()[2], "--out", out().string()})
                .exit_code,
            0);
  const auto paths = files_below(out());
  fs::remove_all(out());
  run("captions", {"--only", "tables"});
  EXPECT_EQ(paths, files_below(out()));
}

TEST_F(Output, IsOnlyWhatWasAskedFor) {
  EXPECT_EQ(run("plots", {"--only", "tables"}).exit_code, 0);
  EXPECT_EQ(names_of(files_below(out())),
            Names(kPerformanceTables.begin(), kPerformanceTables.end()));
  fs::remove_all(out());
  EXPECT_EQ(run("plots", {"--only", "figures", "--format", "png"}).exit_code, 0);
  for (const auto& [name, bytes] : files_below(out())) EXPECT_TRUE(name.ends_with(".png")) << name;
  EXPECT_EQ(files_below(out()).size(), drawn_figures(FigureFolder::Performance).size());
}

TEST_F(Output, NamesDevicesAsAsked) {
  run("plots", {"--only", "tables", "--device-name", "alder_output=Alder Pro = Max",
                "--device-name", "cedar_output=Cedar"});
  const std::string table = files_below(out())["vision_model_metrics.csv"];
  EXPECT_TRUE(says(table, ",Alder Pro = Max,"));
  EXPECT_FALSE(says(table, ",Alder,"));
  EXPECT_TRUE(says(table, ",Birch,"));
}

TEST_F(Output, IsSilentWhereAsked) {
  const ProgramResult result = run("plots", {"--only", "tables", "--quiet"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err, "");
}

TEST_F(Output, TakesItsDateFromTheEnvironment) {
  run("analyze", {"--only", "tables"}, {.environment = {{"SOURCE_DATE_EPOCH", "86400"}}});
  EXPECT_TRUE(says(files_below(out())["ANALYSIS_SUMMARY.md"], "1970-01-02"));
  run("analyze", {"--only", "tables"}, {.environment = {{"SOURCE_DATE_EPOCH", "tomorrow"}}});
  EXPECT_TRUE(says(files_below(out())["ANALYSIS_SUMMARY.md"], "2025-03-20"));  // the newest run
}

TEST_F(Output, IsTheSameBytesEachTimeAndWithAnyNumberOfJobs) {
  run("analyze", {"--jobs", "1"});
  const auto first = files_below(out());
  fs::remove_all(out());
  run("analyze", {"--jobs", "2"});
  const auto second = files_below(out());
  EXPECT_EQ(names_of(first), names_of(second));
  for (const auto& [name, bytes] : first) EXPECT_TRUE(bytes == second.at(name)) << name;
}

TEST_F(Output, LosesTheFiguresOfAnEarlierStudyThatThisOneHasNothingFor) {
  run("plots", {"--format", "svg"});
  ASSERT_TRUE(fs::exists(out() / "precision_comparison_fp16_vs_bf16.svg"));
  const std::string root = (*data / "cedar_output" / "lynx_2b").string();  // fp16 alone
  run_sightmark({"plots", root, "--out", out().string(), "--format", "svg"});
  EXPECT_FALSE(fs::exists(out() / "precision_comparison_fp16_vs_bf16.svg"));
}

TEST_F(Output, OverwritesAnEarlierStudy) {
  run("plots", {"--only", "tables"});
  const auto first = files_below(out());
  run("plots", {"--only", "tables"});
  EXPECT_EQ(first, files_below(out()));
}

}  // namespace
}  // namespace sightmark
