#pragma once

#include <vector>

#include "scene/scene.h"

namespace sightmark {

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
