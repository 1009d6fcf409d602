#include "sample/sample_answer.h"

#include <fmt/format.h>

#include <array>

namespace sightmark {
namespace {

constexpr auto kTasks = std::to_array<SampleTask>({
    {"caption_brief", "low-latency captioning", "Describe the image in one sentence.", 1},
    {"objects_and_counts", "object recognition", "List the main objects with their counts.", 5},
    {"spatial_relationships", "spatial reasoning", "Say where the objects are in the image.", 2},
    {"scene_context", "scene understanding", "What kind of place is this, and what happens?", 3},
    {"attributes", "attribute recognition", "Describe colours, materials and states.", 2},
});
constexpr auto kObjects = std::to_array<std::string_view>(
    {"bench", "bicycle", "bottle", "bus", "cat", "clock", "dog", "kite", "lamp", "suitcase",
     "table", "umbrella", "vase", "woman"});
constexpr auto kColors = std::to_array<std::string_view>(
    {"black", "blue", "brown", "dark green", "light grey", "orange", "red", "white", "yellow"});
constexpr auto kMaterials =
    std::to_array<std::string_view>({"metal", "wood", "cloth", "glass", "plastic", "stone"});
constexpr auto kPlaces = std::to_array<std::string_view>(
    {"in a quiet café", "on a busy street", "in a small kitchen", "beside a railway platform",
     "in a park after the rain", "on a wide beach", "in a workshop"});
constexpr auto kRelations = std::to_array<std::string_view>(
    {"to the left of", "behind", "in front of", "next to", "above", "partly hidden by"});
constexpr auto kMoods = std::to_array<std::string_view>(
    {"The light is soft and comes from the left", "The scene looks calm",
     "Several people pass by in the background", "It seems to be early in the morning",
     "The colours are muted, and nothing moves"});

template <typename List>
std::string_view any(const List& list, Random& random) {
  return list[random.index(list.size())];
}

// What is in the image: the same three objects whoever answers.
std::string_view object(int image_index, int which) {
  return kObjects[static_cast<std::size_t>(image_index * 5 + which * 3) % kObjects.size()];
}

std::string sentence(std::string_view task, int image_index, int which, Random& random) {
  const std::string_view one = object(image_index, which % 3);
  const std::string_view other = object(image_index, (which + 1) % 3);
  if (task == "caption_brief") {
    return fmt::format("A {} {} stands {} a {} {}.", any(kColors, random), one,
                       any(kRelations, random), other, any(kPlaces, random));
  }
  if (task == "objects_and_counts") return fmt::format("{}: {}", one, 1 + random.index(5));
  if (task == "spatial_relationships") {
    return fmt::format("The {} is {} the {}.", one, any(kRelations, random), other);
  }
  if (task == "attributes") {
    return fmt::format("The {} is {} and made of {}.", one, any(kColors, random),
                       any(kMaterials, random));
  }
  return fmt::format("{}, and a {} can be seen {}.", any(kMoods, random), one,
                     any(kPlaces, random));
}

}  // namespace

std::span<const SampleTask> sample_tasks() { return kTasks; }

std::string sample_answer(const SampleTask& task, int image_index, int sentence_count,
                          Random& random) {
  const char separator = task.name == "objects_and_counts" ? '\n' : ' ';
  std::string answer;
  for (int i = 0; i < sentence_count; ++i) {
    if (i > 0) answer += separator;
    answer += sentence(task.name, image_index, i, random);
  }
  return answer;
}

std::string looping_answer(int image_index, int repeat_count) {
  std::string answer;
  for (int i = 0; i < repeat_count; ++i) answer += fmt::format("- {}: 1\n", object(image_index, 0));
  return answer;
}

}  // namespace sightmark
