#include "scene/raster.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

Rgb pixel(const Raster& raster, int x, int y) {
  const std::uint8_t* rgb = &raster.rgb[static_cast<std::size_t>(y * raster.width + x) * 3];
  return {rgb[0], rgb[1], rgb[2]};
}

Scene scene_with(std::vector<SceneObject> objects) {
  return {Location::Meadow, Light::Day, 100, std::move(objects)};
}

constexpr Rgb kFill{200, 10, 30}, kWhite{255, 255, 255};

TEST(Raster, ShowsAnObjectInItsColourWithAWhiteRim) {
  for (const Shape shape :
       {Shape::Circle, Shape::Square, Shape::Triangle, Shape::Diamond, Shape::Star, Shape::Cross}) {
    const Raster raster =
        draw(scene_with({{shape, Colour::Red, ObjectSize::Medium, 60, 50, 20, kFill}}));
    EXPECT_EQ(pixel(raster, 60, 50), kFill) << name(shape);
  }
  const Raster raster =
      draw(scene_with({{Shape::Circle, Colour::Red, ObjectSize::Medium, 60, 50, 20, kFill}}));
  EXPECT_EQ(pixel(raster, 41, 50), kFill);
  EXPECT_EQ(pixel(raster, 39, 50), kWhite);
  EXPECT_EQ(pixel(raster, 36, 50), pixel(draw(scene_with({})), 36, 50));
}

TEST(Raster, HasSmoothEdges) {
  const Raster raster =
      draw(scene_with({{Shape::Circle, Colour::Red, ObjectSize::Medium, 60, 50, 20, kFill}}));
  int between_count = 0;
  for (int x = 40; x <= 80; ++x) {
    const int green = pixel(raster, x, 37).green;  // 10 inside, 255 on the rim
    between_count += green > 30 && green < 235;
  }
  EXPECT_GE(between_count, 2);
}

TEST(Raster, HasAGroundBelowTheHorizon) {
  const Raster raster = draw(scene_with({}));
  EXPECT_EQ(pixel(raster, 0, 0), (Rgb{120, 178, 236}));
  EXPECT_EQ(pixel(raster, 0, 100), (Rgb{158, 204, 116}));
  EXPECT_EQ(pixel(raster, 191, 99), pixel(raster, 0, 99));
}

TEST(Raster, DistinguishesEverySettingFromEveryOther) {
  std::vector<Raster> settings;
  for (int location = 0; location < 5; ++location) {
    for (int light = 0; light < 3; ++light) {
      settings.push_back(
          draw({static_cast<Location>(location), static_cast<Light>(light), 100, {}}));
    }
  }
  for (std::size_t i = 0; i < settings.size(); ++i) {
    for (std::size_t j = i + 1; j < settings.size(); ++j) {
      int largest = 0;
      for (const int y : {5, 95, 110, 180}) {
        const Rgb a = pixel(settings[i], 0, y), b = pixel(settings[j], 0, y);
        largest = std::max({largest, std::abs(a.red - b.red), std::abs(a.green - b.green),
                            std::abs(a.blue - b.blue)});
      }
      EXPECT_GE(largest, 20) << i << " and " << j;
    }
  }
}

}  // namespace
}  // namespace sightmark
