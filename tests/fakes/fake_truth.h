#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "record/truth.h"

namespace sightmark {

struct PlacedObject {
  TrueObject object;
  int x, y;
};

// The truth of a scene, its relations by where the objects stand.
inline ImageTruth make_truth(const std::string& image, const std::vector<PlacedObject>& objects,
                             const std::string& location = "meadow",
                             const std::string& light = "dusk") {
  ImageTruth truth{.image = image, .location = location, .light = light};
  for (std::size_t i = 0; i < objects.size(); ++i) {
    truth.objects.push_back(objects[i].object);
    for (std::size_t j = 0; j < objects.size(); ++j) {
      const PlacedObject &a = objects[i], &b = objects[j];
      if (a.x < b.x) truth.relations.push_back({i, "left of", j});
      if (a.x > b.x) truth.relations.push_back({i, "right of", j});
      if (a.y < b.y) truth.relations.push_back({i, "above", j});
      if (a.y > b.y) truth.relations.push_back({i, "below", j});
    }
  }
  std::sort(truth.relations.begin(), truth.relations.end());
  return truth;
}

// From left to right: a small red circle at the top, a large blue square at the bottom, and a large
// red circle between them in height.
inline ImageTruth three_objects() {
  return make_truth("1.png", {{{"circle", "red", "small"}, 40, 40},
                              {{"square", "blue", "large"}, 90, 150},
                              {{"circle", "red", "large"}, 150, 80}});
}

// A medium green triangle to the upper left of a small yellow star.
inline ImageTruth two_objects() {
  return make_truth(
      "2.png", {{{"triangle", "green", "medium"}, 50, 50}, {{"star", "yellow", "small"}, 140, 130}},
      "beach", "night");
}

}  // namespace sightmark
