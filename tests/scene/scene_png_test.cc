#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/random.h"
#include "fakes/decoded_png.h"
#include "scene/raster.h"

namespace sightmark {
namespace {

TEST(ScenePng, HoldsThePixels) {
  for (std::uint64_t i = 0; i < 20; ++i) {
    const Raster raster = draw(make_scene(5, i));
    EXPECT_EQ(decoded(png(raster)), raster.rgb) << i;
  }
}

TEST(ScenePng, HoldsPicturesAboutTheSizeOfABlock) {
  SplitMix random(1);
  for (int width = 21840; width <= 21850; ++width) {  // a block of DEFLATE ends at 65,535 bytes
    Raster raster{width, 1, {}};
    for (int i = 0; i < 3 * width; ++i) {
      raster.rgb.push_back(static_cast<std::uint8_t>(random.between(0, 255)));
    }
    EXPECT_EQ(decoded(png(raster)), raster.rgb) << width;
  }
}

TEST(ScenePng, HoldsNoise) {
  SplitMix random(2);
  Raster raster{97, 31, {}};
  for (int i = 0; i < 3 * 97 * 31; ++i) {
    raster.rgb.push_back(static_cast<std::uint8_t>(random.between(0, 255)));
  }
  EXPECT_EQ(decoded(png(raster)), raster.rgb);
}

TEST(ScenePng, IsHardlyLargerThanItsPixels) {
  const Raster raster = draw(make_scene(5, 0));
  EXPECT_LT(png(raster).size(), raster.rgb.size() + 300);
}

// A change of these means that image sets drawn before are no longer the same set.
TEST(ScenePng, HasTheSameBytesOnEveryMachine) {
  EXPECT_EQ(sha256(png(draw(make_scene(1, 0)))),
            "def6757ac765388c21effb86910a8cc096197ee946564ea16be8bc776f0bdf7a");
  std::string all;
  for (std::uint64_t i = 0; i < 50; ++i) all += png(draw(make_scene(1, i)));
  EXPECT_EQ(sha256(all), "673b97eefb3345dba6d7b9b086c8fbc48d45489a221743fe04c62d8c2b2f4550");
}

}  // namespace
}  // namespace sightmark
