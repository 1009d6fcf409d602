#include "suite/image_set.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"
#include "sample/image_bytes.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

constexpr std::size_t kAll = 1000000;

void put(const fs::path& path, const std::string& bytes) {
  ASSERT_TRUE(make_folder(path.parent_path()));
  ASSERT_TRUE(write_file(path, bytes));
}

ImageSet image_set(const fs::path& source, std::size_t limit = kAll) {
  auto set = load_image_set(source, limit);
  if (set) return *set;
  ADD_FAILURE() << set.error().message;
  return {};
}

Names names(const ImageSet& set) {
  Names names;
  for (const Image& image : set.images) names.push_back(image.name);
  return names;
}

std::string error_of(const fs::path& source) {
  const auto set = load_image_set(source, kAll);
  return set ? "no error" : set.error().message;
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(ImageFolder, IsReadInOrderOfNameWithWhatIsBelow) {
  const TemporaryFolder folder;
  put(folder / "b.png", png_start(3, 2));
  put(folder / "sub" / "deep" / "c.PNG", png_start(5, 4));
  put(folder / "a.jpeg", png_start(7, 6));  // the content says what it is
  const ImageSet set = image_set(folder.path());
  EXPECT_EQ(names(set), (Names{"a.jpeg", "b.png", "sub/deep/c.PNG"}));
  EXPECT_EQ(set.source, folder.path());
  EXPECT_EQ(set.images[0].media_type, "image/png");
  EXPECT_EQ(set.images[2].width, 5u);
  EXPECT_EQ(set.images[2].height, 4u);
  EXPECT_EQ(set.images[2].path, folder / "sub" / "deep" / "c.PNG");
  EXPECT_EQ(set.images[2].truth, "");
  EXPECT_TRUE(set.warnings.empty());
}

TEST(ImageFolder, IsTheSameHoweverItsPathIsWritten) {
  const TemporaryFolder folder;
  put(folder / "a.png", png_start(3, 2));
  const ImageSet relative = image_set(fs::relative(folder.path()));
  EXPECT_TRUE(relative.images.at(0).path.is_absolute());
  EXPECT_EQ(names(relative), names(image_set(folder / "")));
}

TEST(ImageFolder, PassesOverWhatIsHidden) {
  const TemporaryFolder folder;
  put(folder / "a.png", png_start(3, 2));
  put(folder / ".b.png", png_start(3, 2));
  put(folder / ".thumbnails" / "c.png", png_start(3, 2));
  const ImageSet set = image_set(folder.path());
  EXPECT_EQ(names(set), Names{"a.png"});
  EXPECT_TRUE(set.warnings.empty());
}

TEST(ImageFolder, ReportsHowManyOtherFilesItPassedOver) {
  const TemporaryFolder folder;
  put(folder / "a.png", png_start(3, 2));
  put(folder / "notes.txt", "text");
  put(folder / "sub" / "film.mp4", "film");
  const ImageSet set = image_set(folder.path());
  ASSERT_EQ(set.warnings.size(), 1u);
  EXPECT_TRUE(says(set.warnings[0], "passed over 2 files")) << set.warnings[0];
  EXPECT_TRUE(says(set.warnings[0], ": notes.txt, ...")) << set.warnings[0];
}

TEST(ImageFolder, SkipsWhatIsNoImageWithAWarning) {
  const TemporaryFolder folder;
  put(folder / "a.png", "text");
  put(folder / "b.png", png_start(3, 2).substr(0, 20));
  put(folder / "c.png", png_start(3, 2));
  put(folder / "d.png", "");
  fs::create_symlink("nowhere", folder / "e.png");
  ASSERT_EQ(::mkfifo((folder / "f.png").c_str(), 0600), 0);
  const ImageSet set = image_set(folder.path());
  EXPECT_EQ(names(set), Names{"c.png"});
  ASSERT_EQ(set.warnings.size(), 5u);
  EXPECT_TRUE(says(set.warnings[0], "a.png: it is no JPEG, PNG or WebP image; skipped"));
  EXPECT_TRUE(says(set.warnings[1], "b.png: its PNG header is damaged"));
  EXPECT_TRUE(says(set.warnings[2], "d.png: it is empty"));
  EXPECT_TRUE(says(set.warnings[3], "e.png: cannot open: No such file"));
  EXPECT_TRUE(says(set.warnings[4], "f.png: not a file"));
}

TEST(ImageFolder, FollowsLinksButReadsNoFolderTwice) {
  const TemporaryFolder folder, elsewhere;
  put(folder / "sub" / "a.png", png_start(3, 2));
  put(elsewhere / "b.png", png_start(3, 2));
  fs::create_directory_symlink(elsewhere.path(), folder / "link");
  fs::create_directory_symlink("..", folder / "sub" / "loop");
  fs::create_symlink("sub/a.png", folder / "c.png");
  const ImageSet set = image_set(folder.path());
  EXPECT_EQ(names(set), (Names{"c.png", "link/b.png", "sub/a.png"}));
  ASSERT_EQ(set.warnings.size(), 1u);
  EXPECT_TRUE(says(set.warnings[0], "sub/loop: left out: it was read already"));
}

TEST(ImageFolder, ShowsNoControlCharacterOfAName) {
  const TemporaryFolder folder;
  put(folder / "a\x1B[31m\xFF.png", png_start(3, 2));
  put(folder / "b\x1B.png", "text");
  const ImageSet set = image_set(folder.path());
  EXPECT_EQ(names(set), Names{plain_text("a\x1B[31m\xFF.png")});
  EXPECT_EQ(set.images[0].path, folder / "a\x1B[31m\xFF.png");
  EXPECT_EQ(plain_text(set.warnings.at(0)), set.warnings[0]);
}

TEST(ImageFolder, RefusesNamesThatLookTheSame) {
  const TemporaryFolder folder;
  put(folder / "a\x01.png", png_start(3, 2));
  put(folder / "a\x02.png", png_start(3, 2));
  EXPECT_TRUE(says(error_of(folder.path()), "two images are shown as a"));
}

TEST(ImageFolder, WithoutAnyImageIsAnError) {
  const TemporaryFolder folder;
  EXPECT_TRUE(says(error_of(folder.path()), ": no JPEG, PNG or WebP image in it"));
  put(folder / "a.png", "text");
  EXPECT_TRUE(says(error_of(folder.path()), "a.png: it is no JPEG"));
}

TEST(ImageFolder, TakesTheFirstImagesUpToTheLimit) {
  const TemporaryFolder folder;
  for (const char* name : {"a.png", "c.png", "d.png"}) put(folder / name, png_start(3, 2));
  put(folder / "b.png", "text");
  EXPECT_EQ(names(image_set(folder.path(), 2)), (Names{"a.png", "c.png"}));
  EXPECT_EQ(names(image_set(folder.path(), 3)), (Names{"a.png", "c.png", "d.png"}));
}

TEST(ImageManifest, KeepsItsOrderAndItsTruth) {
  const TemporaryFolder folder;
  put(folder / "b.png", png_start(3, 2));
  put(folder / "sub" / "a.png", png_start(5, 4));
  put(folder / "list.jsonl",
      "{\"image\": \"sub/a.png\", \"setting\": \"night\"}\n{\"image\": \"b.png\"}\n");
  const ImageSet set = image_set(folder / "list.jsonl");
  EXPECT_EQ(names(set), (Names{"a.png", "b.png"}));
  EXPECT_EQ(set.images[0].truth, R"({"setting":"night"})");
  EXPECT_EQ(set.images[0].path, folder / "sub" / "a.png");
  EXPECT_EQ(set.images[1].truth, "");
  EXPECT_TRUE(set.warnings.empty());
}

TEST(ImageManifest, TakesAbsolutePathsAndThoseFromItsFolder) {
  const TemporaryFolder folder, elsewhere;
  put(folder / "a.png", png_start(3, 2));
  put(elsewhere / "b.png", png_start(3, 2));
  put(folder / "lists" / "list.txt", "# two\n../a.png\r\n" + (elsewhere / "b.png").string() + "\n");
  EXPECT_EQ(names(image_set(folder / "lists" / "list.txt")), (Names{"a.png", "b.png"}));
}

TEST(ImageManifest, DistinguishesFilesOfOneNameByTheirFolders) {
  const TemporaryFolder folder;
  for (const char* name : {"x/a.png", "y/a.png", "y/b.png"}) put(folder / name, png_start(3, 2));
  put(folder / "list.txt", "y/a.png\ny/b.png\n./x/../x/a.png\n");
  EXPECT_EQ(names(image_set(folder / "list.txt")), (Names{"y/a.png", "b.png", "x/a.png"}));
  EXPECT_EQ(names(image_set(folder / "list.txt", 1)), Names{"y/a.png"});  // whatever the limit
}

TEST(ImageManifest, NamesTheLineThatIsWrong) {
  const TemporaryFolder folder;
  put(folder / "a.png", png_start(3, 2));
  put(folder / "b.png", "text");
  put(folder / "list.txt", "a.png\n\nnowhere.png\n");
  EXPECT_TRUE(says(error_of(folder / "list.txt"), "list.txt:3: "));
  EXPECT_TRUE(says(error_of(folder / "list.txt"), "nowhere.png: cannot open: No such file"));
  put(folder / "list.txt", "a.png\nb.png\n");
  EXPECT_TRUE(says(error_of(folder / "list.txt"), "list.txt:2: "));
  EXPECT_TRUE(says(error_of(folder / "list.txt"), "b.png: it is no JPEG"));
  put(folder / "list.jsonl", "{\"image\": \"a.png\"}\n{}\n");
  EXPECT_TRUE(says(error_of(folder / "list.jsonl"), "list.jsonl:2: no image is named"));
}

TEST(ImageManifest, RefusesAnImageTwice) {
  const TemporaryFolder folder;
  put(folder / "a.png", png_start(3, 2));
  put(folder / "list.txt", "a.png\n./a.png\n");
  EXPECT_TRUE(says(error_of(folder / "list.txt"),
                   "list.txt:2: ./a.png is in line 1 already; remove one of them"));
}

TEST(ImageManifest, OfNothingIsAnError) {
  const TemporaryFolder folder;
  put(folder / "list.txt", "# nothing\n");
  EXPECT_TRUE(says(error_of(folder / "list.txt"), "list.txt: no JPEG, PNG or WebP image in it"));
}

TEST(ImageSetHash, IsThatOfTheListThatSha256sumPrints) {
  const TemporaryFolder folder;
  const std::string a = png_start(3, 2), b = png_start(5, 4);
  put(folder / "a.png", a);
  put(folder / "sub" / "b.png", b);
  EXPECT_EQ(image_set(folder.path()).sha256,
            sha256(sha256(a) + "  a.png\n" + sha256(b) + "  sub/b.png\n"));
}

TEST(ImageSetHash, DoesNotDependOnWhereTheImagesLie) {
  const TemporaryFolder folder, elsewhere;
  put(folder / "a.png", png_start(3, 2));
  put(folder / "list.txt", "a.png\n");
  put(elsewhere / "photos" / "a.png", png_start(3, 2));
  put(elsewhere / "list.txt", (elsewhere / "photos" / "a.png").string());
  const std::string hash = image_set(folder.path()).sha256;
  EXPECT_EQ(image_set(folder / "list.txt").sha256, hash);
  EXPECT_EQ(image_set(elsewhere / "list.txt").sha256, hash);
  EXPECT_EQ(image_set(elsewhere / "photos").sha256, hash);
}

TEST(ImageSetHash, ChangesWithANameAContentOrTheLimit) {
  const TemporaryFolder folder;
  put(folder / "a.png", png_start(3, 2));
  put(folder / "b.png", png_start(3, 2));
  const std::string hash = image_set(folder.path()).sha256;
  EXPECT_NE(image_set(folder.path(), 1).sha256, hash);
  fs::rename(folder / "b.png", folder / "c.png");
  const std::string renamed = image_set(folder.path()).sha256;
  EXPECT_NE(renamed, hash);
  put(folder / "c.png", png_start(3, 2) + "more");
  EXPECT_NE(image_set(folder.path()).sha256, renamed);
}

TEST(LoadImageSet, SaysWhatToGiveWhereThereIsNeitherFolderNorManifest) {
  const TemporaryFolder folder;
  put(folder / "a.png", png_start(3, 2));
  EXPECT_TRUE(says(error_of(folder / "a.png"), "a.png: this is an image; give a folder of images"));
  EXPECT_TRUE(says(error_of(folder / "none"), "none: nothing is there; give a folder of images"));
}

}  // namespace
}  // namespace sightmark
