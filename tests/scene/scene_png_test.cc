#include "scene/scene_png.h"

#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/random.h"
#include "fakes/decoded_png.h"

namespace sightmark {
namespace {

TEST(ScenePng, HoldsThePixels) {
  for (std::uint64_t i = 0; i < 20; ++i) {
    const Raster raster = draw(make_scene(5, i));
    EXPECT_EQ(decoded(scene_png(raster)), raster.rgb) << i;
  }
}

TEST(ScenePng, HoldsRunsOfEveryLength) {
  SplitMix random(1);
  for (int length = 1; length < 300; ++length) {  // of pixels of one colour, 3 bytes each
    Raster raster{2 * length + 5, 1, {}};
    raster.rgb.assign(static_cast<std::size_t>(3 * raster.width), 200);
    for (int i = 3 * length; i < 3 * length + 7; ++i) {
      raster.rgb[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(random.between(0, 255));
    }
    EXPECT_EQ(decoded(scene_png(raster)), raster.rgb) << length;
  }
}

TEST(ScenePng, HoldsNoise) {
  SplitMix random(2);
  Raster raster{97, 31, {}};
  for (int i = 0; i < 3 * 97 * 31; ++i) {
    raster.rgb.push_back(static_cast<std::uint8_t>(random.between(0, 255)));
  }
  EXPECT_EQ(decoded(scene_png(raster)), raster.rgb);
}

TEST(ScenePng, IsSmall) { EXPECT_LT(scene_png(draw(make_scene(5, 0))).size(), 12'000u); }

// A change of these means that image sets drawn before are no longer the same set.
TEST(ScenePng, HasTheSameBytesOnEveryMachine) {
  EXPECT_EQ(sha256(scene_png(draw(make_scene(1, 0)))),
            "f770d6818514b489de91f1ae3945c198525e1b1000fa28bcf44e8bf4c7879874");
  std::string all;
  for (std::uint64_t i = 0; i < 50; ++i) all += scene_png(draw(make_scene(1, i)));
  EXPECT_EQ(sha256(all), "344f78466946979f3115027ceb9771661e6f7358b69712a45a1d3b894ca04717");
}

}  // namespace
}  // namespace sightmark
