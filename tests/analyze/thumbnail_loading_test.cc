#include "analyze/run_loading.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/file.h"
#include "render/png.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

class ThumbnailLoading : public ::testing::Test {
 protected:
  void write_image(const std::string& name, const std::string& fill = "red") {
    const auto png = png_from_svg(
        "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='40'><rect "
        "width='60' height='40' fill='" +
            fill + "'/></svg>",
        1);
    ASSERT_TRUE(write_file(path(name), *png));
  }
  fs::path path(const std::string& name) const { return folder_.path() / name; }

  RunExcerpt run_about(const std::vector<std::string>& images, const std::string& set = "") const {
    RunExcerpt excerpt;
    for (const std::string& image : images) {
      ExcerptTrial trial{};
      trial.image = image;
      excerpt.trials.push_back(trial);
    }
    excerpt.image_set = set.empty() ? folder_.path().string() : set;
    return excerpt;
  }

  TemporaryFolder folder_;
};

TEST_F(ThumbnailLoading, ShowsEachImageOnceForAllRuns) {
  write_image("a.png");
  write_image("b.png", "blue");
  const auto made =
      load_thumbnails({run_about({"a.png", "a.png"}), run_about({"b.png", "a.png"})}, 2);
  EXPECT_EQ(made.jpegs.size(), 2u);
  ASSERT_EQ(made.index_by_image.size(), 2u);
  EXPECT_EQ(made.index_by_image[0].at("a.png"), made.index_by_image[1].at("a.png"));
  EXPECT_NE(made.index_by_image[1].at("a.png"), made.index_by_image[1].at("b.png"));
}

TEST_F(ThumbnailLoading, FindsImagesBesideTheirList) {
  write_image("a.png");
  const auto made = load_thumbnails({run_about({"a.png"}, path("list.jsonl").string())}, 1);
  EXPECT_EQ(made.jpegs.size(), 1u);
}

TEST_F(ThumbnailLoading, ShowsNothingOfWhatIsNotThere) {
  const auto made =
      load_thumbnails({run_about({"a.png"}), run_about({"a.png"}, "/no/such/list.txt")}, 1);
  EXPECT_TRUE(made.jpegs.empty());
  EXPECT_TRUE(made.index_by_image.at(0).empty());
  EXPECT_TRUE(made.index_by_image.at(1).empty());
}

TEST_F(ThumbnailLoading, ReadsNothingButImageFiles) {
  ASSERT_EQ(::mkfifo(path("pipe.png").c_str(), 0600), 0);
  ASSERT_TRUE(write_file(path("text.png"), "a secret"));
  ASSERT_TRUE(make_folder(path("folder.png")));
  std::ofstream(path("huge.png")) << "\x89PNG\r\n\x1A\n";
  fs::resize_file(path("huge.png"), 1ull << 40);
  fs::create_symlink("/dev/zero", path("zero.png"));
  const auto made = load_thumbnails(
      {run_about({"pipe.png", "text.png", "folder.png", "huge.png", "zero.png", "", ".", ".."}),
       run_about({"zero", "null", "stdin"}, "/dev/")},
      1);
  EXPECT_TRUE(made.jpegs.empty());
}

TEST_F(ThumbnailLoading, HasNoMoreThanAHundred) {
  std::vector<std::string> names;
  for (int i = 0; i < 120; ++i) names.push_back(std::to_string(i) + ".png");
  for (const std::string& name : names) write_image(name);
  const auto made = load_thumbnails({run_about(names), run_about({"119.png"})}, 2);
  EXPECT_EQ(made.jpegs.size(), 100u);
  EXPECT_TRUE(made.index_by_image[1].contains("119.png"));  // runs take turns
}

}  // namespace
}  // namespace sightmark
