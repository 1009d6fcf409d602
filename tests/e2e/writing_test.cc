// What is left where the program cannot write, or is killed while it does.
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "e2e/program.h"
#include "sample/sample_run.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A root with one run, and what its analysis writes.
class Writing : public testing::Test {
 protected:
  Writing() {
    SampleRun run;
    run.trials = {{.image_name = "1.jpg"}, {.image_name = "2.jpg"}};
    EXPECT_TRUE(write_sample_run(folder.path(), run));
  }

  fs::path out() const { return folder / "out"; }

  ProgramResult analyzed(const ProgramOptions& options = {},
                         const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"analyze", (folder / "alder_output").string(), "--out",
                                          out().string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_sightmark(arguments, options);
  }

  // Whether each file in the output folder is one of the whole ones; hidden ones are still being
  // written, and only a program that was killed may leave any.
  void expect_whole_files(const std::map<std::string, std::string>& whole, bool may_be_hidden) {
    for (const auto& [name, bytes] : files_below(out())) {
      if (fs::path(name).filename().string().starts_with('.')) {
        EXPECT_TRUE(may_be_hidden) << name << " was left behind";
        continue;
      }
      ASSERT_TRUE(whole.contains(name)) << name;
      EXPECT_TRUE(bytes == whole.at(name)) << name << " is not whole";
    }
  }

  TemporaryFolder folder;
};

TEST_F(Writing, FailsWhereAFileIsInPlaceOfTheFolder) {
  std::ofstream(out()) << "mine";
  const ProgramResult result = analyzed();
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_TRUE(says(result.err, out().string())) << result.err;
  EXPECT_TRUE(fs::is_regular_file(out()));
}

TEST_F(Writing, FailsWhereAFolderIsInPlaceOfAFile) {
  fs::create_directories(out() / "vision_plots" / "README.md");
  const ProgramResult result = analyzed({}, {"--only", "tables"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_TRUE(says(result.err, "vision_plots/README.md")) << result.err;
  for (const auto& [name, bytes] : files_below(out())) EXPECT_FALSE(says(name, ".tmp")) << name;
}

TEST_F(Writing, FailsWithoutPermission) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  fs::create_directories(out());
  fs::permissions(out(), fs::perms::owner_read | fs::perms::owner_exec);
  const ProgramResult result = analyzed();
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_TRUE(says(result.err, "Permission denied")) << result.err;
}

TEST_F(Writing, LeavesWholeFilesOnAFullDisk) {
  analyzed();
  const auto whole = files_below(out());
  for (const std::size_t byte_limit : {0u, 1000u, 5000u, 20000u, 40000u}) {
    fs::remove_all(out());
    const ProgramResult result = analyzed({.file_byte_limit = byte_limit}, {"--quiet"});
    EXPECT_EQ(result.exit_code, 1) << byte_limit;
    if (byte_limit > 0) {  // else there is no room for the message either
      EXPECT_TRUE(says(result.err, "cannot write")) << result.err;
      EXPECT_TRUE(says(result.err, out().string())) << result.err;
    }
    expect_whole_files(whole, false);
  }
}

TEST_F(Writing, FailsWhereItsWordsCannotBeWritten) {
  const ProgramResult result = analyzed({.is_output_full = true}, {"--only", "tables"});
  EXPECT_EQ(result.exit_code, 1);  // and not by a signal
  EXPECT_TRUE(fs::exists(out() / "ANALYSIS_SUMMARY.md"));
}

TEST_F(Writing, KeepsTheOldFilesOnAFullDisk) {
  analyzed();
  const auto whole = files_below(out());
  EXPECT_EQ(analyzed({.file_byte_limit = 3000}).exit_code, 1);
  EXPECT_TRUE(files_below(out()) == whole);
}

TEST_F(Writing, RemovesAnOlderStudysTableOnlyWhenAllIsWritten) {
  const fs::path table = out() / "caption_analysis/accuracy_metrics.csv";  // none without a truth
  fs::create_directories(table.parent_path());
  std::ofstream(table) << "older\n";
  const ProgramResult failed = analyzed({.file_byte_limit = 3000}, {"--only", "tables"});
  EXPECT_EQ(failed.exit_code, 1) << failed.err;
  EXPECT_TRUE(fs::exists(table));
  EXPECT_EQ(analyzed({}, {"--only", "tables"}).exit_code, 0);
  EXPECT_FALSE(fs::exists(table));
}

TEST_F(Writing, LeavesWholeFilesWhereItIsKilled) {
  analyzed();
  const auto whole = files_below(out());
  for (const int after_ms : {100, 250, 400, 600, 900}) {
    fs::remove_all(out());
    analyzed({.killed_after_ms = after_ms});
    expect_whole_files(whole, true);
  }
  EXPECT_EQ(analyzed().exit_code, 0);
  for (const auto& [name, bytes] : whole) EXPECT_TRUE(files_below(out())[name] == bytes) << name;
}

}  // namespace
}  // namespace sightmark
