#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scene/scene.h"

namespace sightmark {

// Pixels, row by row from the top left: red, green, blue, a byte each.
struct Raster {
  int width, height;
  std::vector<std::uint8_t> rgb;
};

// The picture of a scene, kSceneSide pixels square: sky and ground (or wall and floor) in gentle
// gradients, and on them the objects with a white rim and smooth edges.
Raster draw(const Scene& scene);

// The picture as a PNG file. It is not compressed, so that its bytes, and with them the hash of an
// image set, depend on the pixels alone and not on the version of a compression library.
std::string png(const Raster& raster);

}  // namespace sightmark
