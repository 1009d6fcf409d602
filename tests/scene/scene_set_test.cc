#include "scene/scene.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "sample/temporary_folder.h"
#include "scene/raster.h"

namespace sightmark {
namespace {

std::string bytes_of(const std::filesystem::path& path) {
  return read_file(path, 1 << 20).value_or("cannot read " + path.string());
}

TEST(SceneSet, IsPicturesAndAManifest) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_scenes(folder / "new" / "scenes", 3, 9));
  std::string manifest;
  for (std::uint64_t i = 0; i < 3; ++i) {
    const std::string name = "scene_000" + std::to_string(i + 1) + ".png";
    const Scene scene = make_scene(9, i);
    EXPECT_EQ(bytes_of(folder / "new" / "scenes" / name), png(draw(scene)));
    manifest += truth_json(scene, name) + '\n';
  }
  EXPECT_EQ(bytes_of(folder / "new" / "scenes" / "manifest.jsonl"), manifest);
}

TEST(SceneSet, BeginsWithTheSameScenesWhateverTheCount) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_scenes(folder / "a", 2, 9));
  ASSERT_TRUE(write_scenes(folder / "b", 4, 9));
  EXPECT_TRUE(bytes_of(folder / "b" / "manifest.jsonl")
                  .starts_with(bytes_of(folder / "a" / "manifest.jsonl")));
}

TEST(SceneSet, ThatCannotBeWrittenIsAnError) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "file", ""));
  const auto written = write_scenes(folder / "file" / "scenes", 1, 9);
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().message.find("file"), std::string::npos);
}

}  // namespace
}  // namespace sightmark
