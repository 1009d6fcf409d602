// `script/demo` from the drawing of scenes to the report, with the real llama-server and the
// bundled model.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "e2e/program.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> fields_of(const std::string& row) {
  std::vector<std::string> fields;
  std::istringstream text(row);
  for (std::string field; std::getline(text, field, ',');) fields.push_back(field);
  return fields;
}

const ProgramOptions kDemo{.program = SIGHTMARK_SOURCE_DIR "/script/demo"};

// The upper end of the accuracy's interval in each row of the report's table.
std::vector<double> upper_accuracies(const fs::path& demo) {
  std::istringstream table(
      files_below(demo / "analysis").at("caption_analysis/accuracy_metrics.csv"));
  std::vector<double> ends;
  std::string line;
  std::getline(table, line);
  EXPECT_EQ(fields_of(line).at(12), "accuracy_high");
  while (std::getline(table, line)) ends.push_back(std::stod(fields_of(line).at(12)));
  EXPECT_EQ(ends.size(), 2u * (1 + 5));  // runs; each as a whole and by task
  return ends;
}

TEST(Demo, EndsWithAReportAndItsThreeMainFindings) {
  const TemporaryFolder folder;
  const fs::path out = folder / "demo";
  for (int round = 0; round < 2; ++round) {  // the second replaces what the first left
    const ProgramResult demo = run_sightmark(
        {"--scenes", "3", "--out", out.string(), "--program", SIGHTMARK_BINARY}, kDemo);
    ASSERT_EQ(demo.exit_code, 0) << demo.out << demo.err;
    for (const char* finding : {"\n1. ", "\n2. ", "\n3. "}) {
      EXPECT_NE(demo.out.find(finding), std::string::npos) << finding << demo.out;
    }
    const fs::path report = out / "analysis/ANALYSIS_SUMMARY.md";
    EXPECT_NE(demo.out.find("The report: " + report.string()), std::string::npos) << demo.out;
    EXPECT_TRUE(fs::exists(report));

    for (const double highest : upper_accuracies(out)) {
      EXPECT_GE(highest, 99.2);  // the card's lower end, models/MODEL_CARD.md: they overlap
    }
    std::size_t answer_count = 0;
    for (const auto& [name, bytes] : files_below(out / "results")) {
      if (!name.ends_with("/runs.jsonl")) continue;
      answer_count += static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
    }
    EXPECT_EQ(answer_count, 2u * 3 * 5);  // precisions, scenes, questions
  }
}

TEST(Demo, RemovesOnlyItsFolder) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "mine");
  std::ofstream(folder / "mine/letter.txt") << "dear";
  const ProgramResult demo =
      run_sightmark({"--out", (folder / "mine").string(), "--program", SIGHTMARK_BINARY}, kDemo);
  EXPECT_EQ(demo.exit_code, 1);
  EXPECT_NE(demo.err.find("is not of an earlier demo"), std::string::npos) << demo.err;
  EXPECT_TRUE(fs::exists(folder / "mine/letter.txt"));
}

TEST(Demo, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(run_sightmark({"--scenes", "none"}, kDemo).exit_code, 2);
  EXPECT_EQ(run_sightmark({"--scenes"}, kDemo).exit_code, 2);
  EXPECT_EQ(run_sightmark({"--images", "3"}, kDemo).exit_code, 2);
  EXPECT_EQ(run_sightmark({"--help"}, kDemo).exit_code, 0);
}

}  // namespace
}  // namespace sightmark
