#include "sample/sample_scene.h"

#include <fmt/format.h>

#include <algorithm>

namespace sightmark {
namespace {

template <typename Enum>
Enum one_of(int count, Random& random) {
  return static_cast<Enum>(random.index(static_cast<std::size_t>(count)));
}

std::string kind(const SceneObject& object) {
  return fmt::format("{} {}", name(object.colour), name(object.shape));
}

std::string caption(const Scene& scene) {
  std::string text = "The image shows";
  for (const SceneObject& object : scene.objects) text += fmt::format(" a {},", kind(object));
  return fmt::format("{} in a {} at {}.", text, name(scene.location), name(scene.light));
}

std::string counts(const Scene& scene) {
  std::string text;
  for (auto object = scene.objects.begin(); object != scene.objects.end(); ++object) {
    const auto is_alike = [&](const SceneObject& other) { return kind(other) == kind(*object); };
    if (std::any_of(scene.objects.begin(), object, is_alike)) continue;
    text += fmt::format("- {}: {}\n", kind(*object),
                        std::count_if(object, scene.objects.end(), is_alike));
  }
  return text;
}

std::string positions(const Scene& scene) {
  std::string text;
  for (std::size_t i = 1; i < scene.objects.size(); ++i) {
    const SceneObject &one = scene.objects[i - 1], &other = scene.objects[i];
    for (const Relation relation : relations(one, other)) {
      text += fmt::format("The {} is {} the {}. ", kind(one), name(relation), kind(other));
    }
  }
  return text.empty() ? "There is only one object." : text;
}

std::string looks(const Scene& scene) {
  std::string text;
  for (const SceneObject& object : scene.objects) {
    text += fmt::format("There is a {} {}. ", name(object.size), kind(object));
  }
  return text;
}

}  // namespace

Scene mistaken(Scene scene, double mistake_probability, Random& random) {
  const auto mistakes = [&] { return random.uniform() < mistake_probability; };
  for (SceneObject& object : scene.objects) {
    if (mistakes()) object.shape = one_of<Shape>(6, random);
    if (mistakes()) object.colour = one_of<Colour>(6, random);
    if (mistakes()) object.size = one_of<ObjectSize>(3, random);
    if (mistakes()) object.x = kSceneSide - object.x;
  }
  if (mistakes()) scene.location = one_of<Location>(5, random);
  if (mistakes()) scene.light = one_of<Light>(3, random);
  return scene;
}

std::string scene_answer(std::string_view task, const Scene& scene) {
  if (task == "caption_brief") return caption(scene);
  if (task == "objects_and_counts") return counts(scene);
  if (task == "spatial_relationships") return positions(scene);
  if (task == "attributes") return looks(scene);
  return fmt::format("It is a {} at {}.", name(scene.location), name(scene.light));
}

}  // namespace sightmark
