#include "record/run_folder.h"

#include <gtest/gtest.h>

#include <fstream>

#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

TEST(SafeName, KeepsWhatIsSafe) {
  EXPECT_EQ(safe_name("InternVL2_2B-fp16.v1"), "InternVL2_2B-fp16.v1");
}

TEST(SafeName, HasNoSlashSpaceOrControl) {
  EXPECT_EQ(safe_name("acme/Lynx 2B\n\x1B[31m"), "acme-Lynx-2B-31m");
  EXPECT_EQ(safe_name("NVIDIA® Thor"), "NVIDIA-Thor");
}

TEST(SafeName, IsNeitherHiddenNorDotsNorAnOption) {
  EXPECT_EQ(safe_name(".."), "unnamed");
  EXPECT_EQ(safe_name(""), "unnamed");
  EXPECT_EQ(safe_name("../../etc"), "etc");
  EXPECT_EQ(safe_name(".hidden"), "hidden");
  EXPECT_EQ(safe_name("--out"), "out");
  EXPECT_EQ(safe_name("日本"), "unnamed");
}

TEST(SafeName, IsOfBoundedLength) { EXPECT_EQ(safe_name(std::string(500, 'a')).size(), 80u); }

TEST(MakeRunFolder, IsByDeviceModelAndGroup) {
  const TemporaryFolder out;
  EXPECT_EQ(*make_run_folder(out.path(), "a b", "m/k", "g"), out / "a-b" / "m-k" / "g");
  EXPECT_TRUE(fs::is_directory(out / "a-b" / "m-k" / "g"));
}

TEST(MakeRunFolder, NeverTakesAnotherRunsFolder) {
  const TemporaryFolder out;
  EXPECT_EQ(*make_run_folder(out.path(), "d", "m", "g"), out / "d" / "m" / "g");
  EXPECT_EQ(*make_run_folder(out.path(), "d", "m", "g"), out / "d" / "m" / "g_2");
  EXPECT_EQ(*make_run_folder(out.path(), "d", "m", "g"), out / "d" / "m" / "g_3");
}

TEST(MakeRunFolder, SaysWhereItCannot) {
  const TemporaryFolder out;
  std::ofstream(out / "d") << "mine";
  const auto folder = make_run_folder(out.path(), "d", "m", "g");
  ASSERT_FALSE(folder);
  EXPECT_NE(folder.error().message.find((out / "d" / "m").string()), std::string::npos);
}

TEST(UnfinishedRuns, AreThoseWithoutASummary) {
  const TemporaryFolder out;
  for (const char* name : {"begun", "finished", "empty"}) {
    fs::create_directories(out / "d" / "m" / name);
  }
  std::ofstream(out / "d" / "m" / "begun" / "run_meta.json") << "{}";
  std::ofstream(out / "d" / "m" / "finished" / "run_meta.json") << "{}";
  std::ofstream(out / "d" / "m" / "finished" / "summary.json") << "{}";
  EXPECT_EQ(unfinished_runs(out.path(), "d", "m"),
            std::vector<fs::path>{out / "d" / "m" / "begun"});
  EXPECT_TRUE(unfinished_runs(out.path(), "d", "other").empty());
}

TEST(UnfinishedRuns, AreAlsoThoseWhoseSummaryCannotBeRead) {
  const TemporaryFolder out;
  const fs::path run = out / "d" / "m" / "run";
  fs::create_directories(run);
  std::ofstream(run / "run_meta.json") << "{}";
  for (const char* damaged : {"", "{", "[]", "{\"total_runs\": "}) {
    std::ofstream(run / "summary.json") << damaged;
    EXPECT_FALSE(has_summary(run)) << damaged;
    EXPECT_EQ(unfinished_runs(out.path(), "d", "m"), std::vector<fs::path>{run}) << damaged;
  }
  std::ofstream(run / "summary.json") << "{}";
  EXPECT_TRUE(has_summary(run));
}

TEST(TruthLines, HoldTheImagesOfWhichSomethingIsKnown) {
  EXPECT_EQ(truth_lines({{.name = "a.png", .truth = R"({"caption": "a"})"}, {.name = "b.png"}}),
            "{\"image_name\": \"a.png\", \"truth\": {\"caption\": \"a\"}}\n");
}

}  // namespace
}  // namespace sightmark
