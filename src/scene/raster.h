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

inline constexpr int kSubpixel = 16;  // parts of a pixel that outlines are computed in

// What lies inside, from `begin` up to `end`, in parts of a pixel.
struct Span {
  int begin, end;

  bool operator==(const Span&) const = default;
};

// The edge of a shape around the middle of pixel (x, y).
class Outline {
 public:
  Outline(Shape shape, int x, int y, int radius);

  // The spans inside on a horizontal line, from left to right; `line` in parts of a pixel.
  std::vector<Span> spans(int line) const;

 private:
  struct Point {
    int x, y;  // parts of a pixel
  };
  Point centre_;
  int radius_;                  // parts of a pixel
  std::vector<Point> corners_;  // none: a circle
};

}  // namespace sightmark
