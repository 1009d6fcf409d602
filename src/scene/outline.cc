#include "scene/outline.h"

#include <algorithm>
#include <array>
#include <span>

namespace sightmark {
namespace {

// Corners in thousandths of the radius.
using Corner = std::array<int, 2>;
constexpr Corner kSquare[] = {{-860, -860}, {860, -860}, {860, 860}, {-860, 860}};
constexpr Corner kTriangle[] = {{0, -1050}, {1050, 850}, {-1050, 850}};
constexpr Corner kDiamond[] = {{0, -1130}, {1130, 0}, {0, 1130}, {-1130, 0}};
constexpr Corner kStar[] = {{0, -1150}, {282, -388}, {1094, -355}, {457, 148},    {676, 930},
                            {0, 480},   {-676, 930}, {-457, 148},  {-1094, -355}, {-282, -388}};
constexpr Corner kCross[] = {{-350, -1000}, {350, -1000}, {350, -350},   {1000, -350},
                             {1000, 350},   {350, 350},   {350, 1000},   {-350, 1000},
                             {-350, 350},   {-1000, 350}, {-1000, -350}, {-350, -350}};

std::span<const Corner> corners_of(Shape shape) {
  switch (shape) {
    case Shape::Circle:
      return {};
    case Shape::Square:
      return kSquare;
    case Shape::Triangle:
      return kTriangle;
    case Shape::Diamond:
      return kDiamond;
    case Shape::Star:
      return kStar;
    case Shape::Cross:
      return kCross;
  }
  return {};
}

// The largest integer whose square is at most `value`.
int integer_root(int value) {
  int root = 0;
  for (int bit = 1 << 15; bit > 0; bit >>= 1) {
    if ((root + bit) * (root + bit) <= value) root += bit;
  }
  return root;
}

}  // namespace

Outline::Outline(Shape shape, int x, int y, int radius)
    : centre_{x * kSubpixel + kSubpixel / 2, y * kSubpixel + kSubpixel / 2},
      radius_(radius * kSubpixel) {
  for (const auto& [right, down] : corners_of(shape)) {
    corners_.push_back({centre_.x + right * radius_ / 1000, centre_.y + down * radius_ / 1000});
  }
}

std::vector<Span> Outline::spans(int line) const {
  if (corners_.empty()) {
    const int down = line - centre_.y;
    if (down * down > radius_ * radius_) return {};
    const int half = integer_root(radius_ * radius_ - down * down);
    return {{centre_.x - half, centre_.x + half}};
  }
  std::vector<int> crossings;
  for (std::size_t i = 0; i < corners_.size(); ++i) {
    const Point a = corners_[i], b = corners_[(i + 1) % corners_.size()];
    if ((a.y <= line) == (b.y <= line)) continue;
    crossings.push_back(a.x + (b.x - a.x) * (line - a.y) / (b.y - a.y));
  }
  std::sort(crossings.begin(), crossings.end());
  std::vector<Span> inside;
  for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
    inside.push_back({crossings[i], crossings[i + 1]});
  }
  return inside;
}

}  // namespace sightmark
