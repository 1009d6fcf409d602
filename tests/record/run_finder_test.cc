#include "record/run_folder.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/file.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

void make_run(const fs::path& path) {
  ASSERT_TRUE(make_folder(path));
  ASSERT_TRUE(write_file(path / "run_meta.json", "{}"));
}

std::vector<std::string> run_dirs(const FoundRuns& found) {
  std::vector<std::string> names;
  for (const RunFolder& folder : found.folders) names.push_back(folder.run_dir);
  return names;
}

using Names = std::vector<std::string>;

TEST(FindRuns, FindsThemAtAnyDepthInOrder) {
  const TemporaryFolder folder;
  make_run(folder / "b_output" / "model" / "run");
  make_run(folder / "a_output" / "z");
  make_run(folder / "a_output" / "model" / "deep" / "deeper" / "run");
  const auto found = find_runs({folder / "b_output", folder / "a_output"});
  ASSERT_TRUE(found);
  EXPECT_EQ(run_dirs(*found),
            (Names{"a_output/model/deep/deeper/run", "a_output/z", "b_output/model/run"}));
  EXPECT_EQ(found->folders[0].root_name, "a_output");
  EXPECT_EQ(found->folders[1].path, folder / "a_output" / "z");
  EXPECT_TRUE(found->warnings.empty());
}

TEST(FindRuns, FindsRunsWithinRuns) {
  const TemporaryFolder folder;
  make_run(folder / "out");
  make_run(folder / "out" / "inner");
  EXPECT_EQ(run_dirs(*find_runs({folder / "out"})), (Names{"out", "out/inner"}));
}

TEST(FindRuns, NamesARootByItsFolder) {
  const TemporaryFolder folder;
  make_run(folder / "out" / "run");
  EXPECT_EQ(run_dirs(*find_runs({folder / "out" / ""})), Names{"out/run"});
  EXPECT_EQ(run_dirs(*find_runs({folder / "out" / "."})), Names{"out/run"});
  EXPECT_EQ(run_dirs(*find_runs({folder / "out" / "run" / ".."})), Names{"out/run"});
}

TEST(FindRuns, FollowsLinksButVisitsNoFolderTwice) {
  const TemporaryFolder folder;
  make_run(folder / "out" / "run");
  make_run(folder / "elsewhere");
  fs::create_directory_symlink(folder / "elsewhere", folder / "out" / "link");
  fs::create_directory_symlink("..", folder / "out" / "run" / "loop");
  fs::create_directory_symlink("self", folder / "out" / "self");
  const auto found = find_runs({folder / "out"});
  EXPECT_EQ(run_dirs(*found), (Names{"out/link", "out/run"}));
  ASSERT_EQ(found->warnings.size(), 1u);
  EXPECT_NE(found->warnings[0].find("run/loop: left out: it was read already"), std::string::npos);
}

TEST(FindRuns, ReadsARootGivenTwiceOnce) {
  const TemporaryFolder folder;
  make_run(folder / "out" / "run");
  const auto found = find_runs({folder / "out", folder / "out"});
  EXPECT_EQ(run_dirs(*found), Names{"out/run"});
  EXPECT_EQ(found->warnings.size(), 1u);
}

TEST(FindRuns, WarnsOfARootWithoutRuns) {
  const TemporaryFolder folder;
  const auto found = find_runs({folder.path()});
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->folders.empty());
  ASSERT_EQ(found->warnings.size(), 1u);
  EXPECT_NE(found->warnings[0].find("no run_meta.json anywhere below it"), std::string::npos);
}

TEST(FindRuns, FailsWhereARootIsMissing) {
  const TemporaryFolder folder;
  const auto found = find_runs({folder / "nowhere"});
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().message.find("nowhere"), std::string::npos);
}

TEST(FindRuns, FailsWhereARootIsAFile) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "x", ""));
  EXPECT_NE(find_runs({folder / "x"}).error().message.find("not a folder"), std::string::npos);
}

TEST(FindRuns, GoesOnPastAFolderThatCannotBeRead) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const TemporaryFolder folder;
  make_run(folder / "out" / "closed" / "run");
  make_run(folder / "out" / "open" / "run");
  fs::permissions(folder / "out" / "closed", fs::perms::none);
  const auto found = find_runs({folder / "out"});
  fs::permissions(folder / "out" / "closed", fs::perms::owner_all);
  EXPECT_EQ(run_dirs(*found), Names{"out/open/run"});
  EXPECT_EQ(found->warnings.size(), 1u);
}

TEST(FindRuns, ShowsNoControlCharacterOfAName) {
  const TemporaryFolder folder;
  make_run(folder / "out" / "run\x1B[31m");
  fs::create_directory_symlink("..", folder / "out" / "run\x1B[31m" / "loop");
  const auto found = find_runs({folder / "out"});
  ASSERT_EQ(found->warnings.size(), 1u);
  EXPECT_EQ(found->warnings[0].find('\x1B'), std::string::npos);
}

}  // namespace
}  // namespace sightmark
