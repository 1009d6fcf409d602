#include "scene/scene.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/random.h"
#include "scene/raster.h"

namespace sightmark {
namespace {

constexpr int kMargin = 4;         // between an object and the edge, and from a line between places
constexpr int kClearDistance = 8;  // of centres, to call one left of or above the other
constexpr int kClearDiagonal = 12;
constexpr int kTryLimit = 60;

constexpr std::array<std::string_view, 6> kShapes = {"circle",  "square", "triangle",
                                                     "diamond", "star",   "cross"};
constexpr std::array<std::string_view, 6> kColours = {"red",   "orange", "yellow",
                                                      "green", "blue",   "purple"};
constexpr std::array<Rgb, 6> kFills = {
    {{212, 40, 44}, {250, 130, 20}, {244, 212, 40}, {36, 150, 62}, {40, 92, 208}, {142, 70, 178}}};
constexpr std::array<std::string_view, 3> kSizes = {"small", "medium", "large"};
constexpr std::array<std::array<int, 2>, 3> kRadii = {{{12, 14}, {20, 23}, {30, 34}}};
constexpr std::array<std::string_view, 5> kLocations = {"meadow", "beach", "desert", "snowfield",
                                                        "room"};
constexpr std::array<std::string_view, 3> kLights = {"day", "dusk", "night"};
constexpr std::array<std::string_view, 4> kRelations = {"left of", "right of", "above", "below"};
constexpr std::array<std::string_view, 9> kPlaces = {"top left",    "top",    "top right",
                                                     "left",        "centre", "right",
                                                     "bottom left", "bottom", "bottom right"};

template <typename Enum, std::size_t N>
std::string_view named(Enum value, const std::array<std::string_view, N>& names) {
  return names[static_cast<std::size_t>(value)];
}

template <typename Enum, std::size_t N>
Enum one_of(SplitMix& random, const std::array<std::string_view, N>&) {
  return static_cast<Enum>(random.between(0, static_cast<int>(N) - 1));
}

Rgb shade(SplitMix& random, Rgb colour) {
  const auto moved = [&](int part) { return std::clamp(part + random.between(-10, 10), 0, 255); };
  const int red = moved(colour.red), green = moved(colour.green);
  return {red, green, moved(colour.blue)};
}

// Shape and colour; size and place come later.
SceneObject kind(SplitMix& random, const std::vector<SceneObject>& earlier) {
  SceneObject object{};
  if (!earlier.empty() && random.between(1, 10) <= 3) {
    object =
        earlier[static_cast<std::size_t>(random.between(0, static_cast<int>(earlier.size()) - 1))];
  } else {
    object.shape = one_of<Shape>(random, kShapes);
    object.colour = one_of<Colour>(random, kColours);
  }
  object.fill = shade(random, kFills[static_cast<std::size_t>(object.colour)]);
  return object;
}

void draw_size(SplitMix& random, SceneObject& object) {
  object.size = one_of<ObjectSize>(random, kSizes);
  const auto& [low, high] = kRadii[static_cast<std::size_t>(object.size)];
  object.radius = random.between(low, high);
}

bool is_on_a_line(int coordinate) {
  return std::abs(coordinate - kSceneSide / 3) < kMargin ||
         std::abs(coordinate - 2 * kSceneSide / 3) < kMargin;
}

bool stand_clear(const SceneObject& a, const SceneObject& b) {
  const int across = std::abs(a.x - b.x), down = std::abs(a.y - b.y);
  const int reach = (a.radius + b.radius) * 115 / 100 + kMargin;
  return across >= kClearDistance && std::abs(across - down) >= kClearDiagonal &&
         across * across + down * down > reach * reach;
}

// Gives the object a place among those before it; false where none was found.
bool put(SplitMix& random, SceneObject& object, std::vector<SceneObject>::const_iterator first,
         std::vector<SceneObject>::const_iterator last) {
  const int edge = object.radius * 115 / 100 + kMargin;
  for (int i = 0; i < kTryLimit; ++i) {
    object.x = random.between(edge, kSceneSide - 1 - edge);
    object.y = random.between(edge, kSceneSide - 1 - edge);
    if (is_on_a_line(object.x) || is_on_a_line(object.y)) continue;
    if (std::all_of(first, last, [&](const auto& other) { return stand_clear(object, other); })) {
      return true;
    }
  }
  return false;
}

bool put_all(SplitMix& random, std::vector<SceneObject>& objects) {
  for (SceneObject& object : objects) draw_size(random, object);
  for (auto object = objects.begin(); object != objects.end(); ++object) {
    if (!put(random, *object, objects.begin(), object)) return false;
  }
  return true;
}

using Json = nlohmann::ordered_json;

Json to_json(const SceneObject& object) {
  return {{"shape", name(object.shape)},
          {"colour", name(object.colour)},
          {"size", name(object.size)},
          {"place", place(object)},
          {"x", object.x},
          {"y", object.y},
          {"radius", object.radius}};
}

Json relations_json(const std::vector<SceneObject>& objects) {
  Json all = Json::array();
  for (std::size_t i = 0; i < objects.size(); ++i) {
    for (std::size_t j = 0; j < objects.size(); ++j) {
      if (i == j) continue;
      for (const Relation relation : relations(objects[i], objects[j])) {
        all.push_back({{"subject", i}, {"relation", name(relation)}, {"object", j}});
      }
    }
  }
  return all;
}

}  // namespace

Scene make_scene(std::uint64_t seed, std::uint64_t index) {
  SplitMix random(SplitMix(seed).next() ^ index);
  Scene scene{one_of<Location>(random, kLocations),
              one_of<Light>(random, kLights),
              random.between(kSceneSide * 2 / 5, kSceneSide * 3 / 5),
              {}};
  const int count = random.between(1, kSceneObjectLimit);
  for (int i = 0; i < count; ++i) scene.objects.push_back(kind(random, scene.objects));
  while (!put_all(random, scene.objects)) {
  }
  std::sort(scene.objects.begin(), scene.objects.end(),
            [](const SceneObject& a, const SceneObject& b) { return a.x < b.x; });
  return scene;
}

std::string_view name(Shape shape) { return named(shape, kShapes); }
std::string_view name(Colour colour) { return named(colour, kColours); }
std::string_view name(ObjectSize size) { return named(size, kSizes); }
std::string_view name(Location location) { return named(location, kLocations); }
std::string_view name(Light light) { return named(light, kLights); }
std::string_view name(Relation relation) { return named(relation, kRelations); }

std::string_view place(const SceneObject& object) {
  const int row = object.y * 3 / kSceneSide, column = object.x * 3 / kSceneSide;
  return kPlaces[static_cast<std::size_t>(row * 3 + column)];
}

std::vector<Relation> relations(const SceneObject& subject, const SceneObject& object) {
  std::vector<Relation> all;
  if (subject.x <= object.x - kClearDistance) all.push_back(Relation::LeftOf);
  if (subject.x >= object.x + kClearDistance) all.push_back(Relation::RightOf);
  if (subject.y <= object.y - kClearDistance) all.push_back(Relation::Above);
  if (subject.y >= object.y + kClearDistance) all.push_back(Relation::Below);
  return all;
}

std::string truth_json(const Scene& scene, std::string_view image) {
  Json objects = Json::array();
  for (const SceneObject& object : scene.objects) objects.push_back(to_json(object));
  const Json truth = {
      {"image", image},
      {"width", kSceneSide},
      {"height", kSceneSide},
      {"setting", {{"location", name(scene.location)}, {"light", name(scene.light)}}},
      {"objects", std::move(objects)},
      {"relations", relations_json(scene.objects)}};
  return truth.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Expected<void> write_scenes(const std::filesystem::path& folder, std::size_t count,
                            std::uint64_t seed) {
  if (auto made = make_folder(folder); !made) return made;
  std::string manifest;
  for (std::size_t i = 0; i < count; ++i) {
    const Scene scene = make_scene(seed, i);
    const std::string name = fmt::format("scene_{:04}.png", i + 1);
    auto written = write_file(folder / name, png(draw(scene)));
    if (!written) return written;
    manifest += truth_json(scene, name) + '\n';
  }
  return write_file(folder / "manifest.jsonl", manifest);
}

}  // namespace sightmark
