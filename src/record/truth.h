#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

// What is true of an image, as truth.jsonl has it (docs/results-format.md): `sightmark scenes`
// draws images of which this is known (scene/scene_set.h).
namespace sightmark {

struct TrueObject {
  std::string shape, colour, size;

  bool operator==(const TrueObject&) const = default;
};

// By the objects' index.
struct TrueRelation {
  std::size_t subject;
  std::string relation;  // "left of", "right of", "above", "below"
  std::size_t object;

  auto operator<=>(const TrueRelation&) const = default;
};

struct ImageTruth {
  static constexpr std::size_t kMostObjects = 100;

  std::string image;  // its name
  std::string location, light;
  std::vector<TrueObject> objects;
  std::vector<TrueRelation> relations;  // sorted, each once
};

// Parses a line of truth.jsonl. No value if it names no objects with shapes: a manifest may
// describe other things of an image. Fails where it is not one JSON object that names an image, or
// an object has a shape and no colour or size.
Expected<std::optional<ImageTruth>> parse_truth(std::string_view line);

}  // namespace sightmark
