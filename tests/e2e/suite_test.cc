#include <gtest/gtest.h>

#include <sstream>

#include "base/file.h"
#include "base/text.h"
#include "e2e/program.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(SuiteCommand, ListsTheBuiltInSuites) {
  const ProgramResult result = run_sightmark({"suite", "list"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "five-task  version 1, 5 tasks\n");
}

TEST(SuiteCommand, ShowsEachTaskInLinesOfATerminal) {
  const ProgramResult result = run_sightmark({"suite", "show", "five-task"});
  EXPECT_EQ(result.exit_code, 0);
  for (const char* task : {"caption_brief", "objects_and_counts", "spatial_relationships",
                           "scene_context", "attributes"}) {
    EXPECT_TRUE(says(result.out, std::string("\n") + task + ": ")) << task;
  }
  EXPECT_TRUE(says(result.out, "\n  Describe this image in one sentence.\n")) << result.out;
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
}

TEST(SuiteCommand, ShowsAsJsonWhatItReadsBack) {
  const TemporaryFolder folder;
  const std::string path = (folder / "mine.json").string();
  const ProgramResult built_in = run_sightmark({"suite", "show", "five-task", "--json"});
  ASSERT_TRUE(write_file(path, built_in.out));
  const ProgramResult mine = run_sightmark({"suite", "show", path, "--json"});
  EXPECT_EQ(mine.exit_code, 0) << mine.err;
  EXPECT_EQ(mine.out, built_in.out);
}

TEST(SuiteCommand, KeepsThePromptsLinesAndShowsNothingHarmful) {
  const TemporaryFolder folder;
  const std::string path = (folder / "mine.json").string();
  ASSERT_TRUE(write_file(path, R"({"name": "x", "version": "\u001b[1m", "tasks": [{"name": "a",
      "purpose": "\u202e", "prompt": "One\nTwo\u001b[31m"}]})"));
  const ProgramResult result = run_sightmark({"suite", "show", path});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(says(result.out, "\n  One\n  Two")) << result.out;
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);) EXPECT_EQ(plain_text(line), line);
}

TEST(SuiteCommand, NamesASuiteThatIsNotThere) {
  const ProgramResult result = run_sightmark({"suite", "show", "six-task"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.out, "");
  EXPECT_TRUE(says(result.err, "six-task: cannot open")) << result.err;
  EXPECT_TRUE(says(result.err, "sightmark suite list")) << result.err;
}

TEST(SuiteCommand, OfWrongUsageEndsWithTwoAndAReason) {
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {"suite"}, {"suite", "draw"}, {"suite", "show"}, {"suite", "list", "more"}}) {
    const ProgramResult result = run_sightmark(arguments);
    EXPECT_EQ(result.exit_code, 2) << testing::PrintToString(arguments);
    EXPECT_NE(result.err, "") << testing::PrintToString(arguments);
    EXPECT_EQ(result.out, "") << testing::PrintToString(arguments);
  }
}

TEST(SuiteCommand, SaysWhereItCannotWrite) {
  EXPECT_EQ(run_sightmark({"suite", "show", "five-task"}, {.is_output_full = true}).exit_code, 1);
}

}  // namespace
}  // namespace sightmark
