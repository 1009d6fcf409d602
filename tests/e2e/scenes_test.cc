#include <gtest/gtest.h>

#include "base/file.h"
#include "e2e/program.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

TEST(ScenesCommand, DrawsTheSameFilesEachTime) {
  const TemporaryFolder folder;
  for (const char* name : {"a", "b"}) {
    const ProgramResult result =
        run_sightmark({"scenes", "--out", (folder / name).string(), "--count", "3", "--seed", "5"});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.out, "Drew 3 scenes in " + (folder / name).string() +
                              ", with their ground truth in manifest.jsonl.\n");
    EXPECT_EQ(result.err, "");
  }
  EXPECT_EQ(files_below(folder / "a").size(), 4u);
  EXPECT_EQ(files_below(folder / "a"), files_below(folder / "b"));
}

TEST(ScenesCommand, DrawsOthersForAnotherSeed) {
  const TemporaryFolder folder;
  for (const char* seed : {"0", "18446744073709551615"}) {
    const ProgramResult result = run_sightmark(
        {"scenes", "--out", (folder / seed).string(), "--count", "1", "--seed", seed});
    EXPECT_EQ(result.exit_code, 0) << result.err;
  }
  EXPECT_NE(files_below(folder / "0"), files_below(folder / "18446744073709551615"));
}

TEST(ScenesCommand, RefusesACountOrSeedThatIsNone) {
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {"--count", "0"}, {"--count", "-1"}, {"--count", "many"}, {"--seed", "-1"}}) {
    const TemporaryFolder folder;
    std::vector<std::string> whole = {"scenes", "--out", (folder / "a").string()};
    whole.insert(whole.end(), arguments.begin(), arguments.end());
    EXPECT_EQ(run_sightmark(whole).exit_code, 2) << testing::PrintToString(arguments);
    EXPECT_TRUE(files_below(folder.path()).empty());
  }
}

TEST(ScenesCommand, SaysWhereItCannotWrite) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "file", ""));
  const ProgramResult result =
      run_sightmark({"scenes", "--out", (folder / "file").string(), "--count", "1"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find((folder / "file").string()), std::string::npos) << result.err;
}

TEST(ScenesCommand, ShowsItsUse) {
  const ProgramResult help = run_sightmark({"scenes", "--help"});
  EXPECT_EQ(help.exit_code, 0);
  for (const char* part : {"--out", "--count", "--seed", "  sightmark scenes --out"}) {
    EXPECT_NE(help.out.find(part), std::string::npos) << part;
  }
}

}  // namespace
}  // namespace sightmark
