#include "scene/scene_set.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/file.h"
#include "scene/raster.h"

namespace sightmark {
namespace {

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
