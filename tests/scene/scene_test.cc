#include "scene/scene.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

namespace sightmark {
namespace {

constexpr std::uint64_t kSceneCount = 2000;

std::vector<Scene> many_scenes() {
  std::vector<Scene> scenes;
  for (std::uint64_t i = 0; i < kSceneCount; ++i) scenes.push_back(make_scene(1, i));
  return scenes;
}

SceneObject at(int x, int y) { return {.x = x, .y = y}; }

using Relations = std::vector<Relation>;

TEST(Scene, IsTheSameForTheSameSeedAndNumber) {
  EXPECT_EQ(make_scene(7, 3), make_scene(7, 3));
  EXPECT_NE(make_scene(7, 3), make_scene(7, 4));
  EXPECT_NE(make_scene(7, 3), make_scene(8, 3));
}

TEST(Scene, HasEachCountLocationAndLightAsOften) {
  std::map<std::size_t, int> counts;
  std::map<Location, int> locations;
  std::map<Light, int> lights;
  for (const Scene& scene : many_scenes()) {
    ++counts[scene.objects.size()];
    ++locations[scene.location];
    ++lights[scene.light];
  }
  ASSERT_EQ(counts.size(), 4u);
  EXPECT_EQ(counts.begin()->first, 1u);
  for (const auto& [count, scenes] : counts) EXPECT_NEAR(scenes, 500, 80) << count;
  ASSERT_EQ(locations.size(), 5u);
  for (const auto& [location, scenes] : locations) EXPECT_NEAR(scenes, 400, 75);
  ASSERT_EQ(lights.size(), 3u);
  for (const auto& [light, scenes] : lights) EXPECT_NEAR(scenes, 667, 90);
}

TEST(Scene, OftenHasSomethingToCount) {
  double repeat_count = 0, two_or_more_count = 0;
  for (const Scene& scene : many_scenes()) {
    std::map<std::pair<Shape, Colour>, int> kinds;
    for (const SceneObject& object : scene.objects) ++kinds[{object.shape, object.colour}];
    two_or_more_count += scene.objects.size() > 1;
    repeat_count += kinds.size() < scene.objects.size();
  }
  EXPECT_NEAR(100 * repeat_count / two_or_more_count, 52, 6);  // 1 - the mean of .7, .7^2, .7^3
}

TEST(Scene, LeavesNoRelationAndNoPlaceInDoubt) {
  for (const Scene& scene : many_scenes()) {
    for (std::size_t i = 0; i < scene.objects.size(); ++i) {
      const SceneObject& a = scene.objects[i];
      for (const int coordinate : {a.x, a.y}) {
        EXPECT_GE(std::abs(coordinate - 64), 4);
        EXPECT_GE(std::abs(coordinate - 128), 4);
        EXPECT_GE(100 * coordinate, 115 * a.radius);
        EXPECT_LT(100 * coordinate + 115 * a.radius, 100 * kSceneSide);
      }
      for (std::size_t j = i + 1; j < scene.objects.size(); ++j) {
        const SceneObject& b = scene.objects[j];
        const int across = b.x - a.x, down = std::abs(b.y - a.y), reach = a.radius + b.radius;
        EXPECT_GE(across, 8);
        EXPECT_GE(std::abs(across - down), 12);
        EXPECT_GT(10000 * (across * across + down * down), 115 * 115 * reach * reach);
      }
    }
  }
}

TEST(Scene, NamesPlacesByThirds) {
  EXPECT_EQ(place(at(0, 0)), "top left");
  EXPECT_EQ(place(at(63, 64)), "left");
  EXPECT_EQ(place(at(64, 127)), "centre");
  EXPECT_EQ(place(at(100, 191)), "bottom");
  EXPECT_EQ(place(at(191, 20)), "top right");
}

TEST(Scene, RelatesWhatIsClearlyApart) {
  EXPECT_EQ(relations(at(10, 50), at(60, 20)), (Relations{Relation::LeftOf, Relation::Below}));
  EXPECT_EQ(relations(at(60, 20), at(10, 50)), (Relations{Relation::RightOf, Relation::Above}));
  EXPECT_EQ(relations(at(10, 50), at(60, 57)), (Relations{Relation::LeftOf}));
  EXPECT_EQ(relations(at(60, 20), at(60, 28)), (Relations{Relation::Above}));
  EXPECT_EQ(relations(at(60, 20), at(60, 20)), Relations{});
}

TEST(Scene, CallsThingsByTheirNames) {
  EXPECT_EQ(name(Shape::Cross), "cross");
  EXPECT_EQ(name(Colour::Purple), "purple");
  EXPECT_EQ(name(ObjectSize::Large), "large");
  EXPECT_EQ(name(Location::Room), "room");
  EXPECT_EQ(name(Light::Night), "night");
  EXPECT_EQ(name(Relation::Below), "below");
}

}  // namespace
}  // namespace sightmark
