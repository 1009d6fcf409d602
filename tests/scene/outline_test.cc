#include "scene/raster.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

constexpr int kCentre = 50, kRadius = 20;
constexpr int kMiddle = kCentre * kSubpixel + kSubpixel / 2;  // in parts of a pixel

// In pixels.
double area(Shape shape) {
  const Outline outline(shape, kCentre, kCentre, kRadius);
  double parts = 0;
  for (int line = 0; line < 100 * kSubpixel; ++line) {
    for (const Span& span : outline.spans(line)) parts += span.end - span.begin;
  }
  return parts / (kSubpixel * kSubpixel);
}

// Exact, for a radius of 1.
struct KnownArea {
  Shape shape;
  double area;
};

TEST(Outline, EnclosesTheAreaOfItsShape) {
  for (const auto& [shape, exact] : {KnownArea{Shape::Circle, 3.1416},
                                     {Shape::Square, 4 * 0.86 * 0.86},
                                     {Shape::Triangle, 1.05 * 1.9},
                                     {Shape::Diamond, 2 * 1.13 * 1.13},
                                     {Shape::Star, 1.6224},  // 5 * 1.15 * 0.48 * sin 36°
                                     {Shape::Cross, 4 * (2 * 0.35 - 0.35 * 0.35)}}) {
    EXPECT_NEAR(area(shape) / (kRadius * kRadius), exact, 0.01 * exact) << name(shape);
  }
}

TEST(Outline, HasASpanForEachPartOfALine) {
  const Outline star(Shape::Star, kCentre, kCentre, kRadius);
  EXPECT_EQ(star.spans(kMiddle).size(), 1u);
  EXPECT_EQ(star.spans(kMiddle + 16 * kSubpixel).size(), 2u);  // its two legs
  EXPECT_TRUE(star.spans(kMiddle - 24 * kSubpixel).empty());
}

TEST(Outline, IsAsWideAsItsShape) {
  const Outline square(Shape::Square, kCentre, kCentre, kRadius);
  const int half = 860 * kRadius * kSubpixel / 1000;
  EXPECT_EQ(square.spans(kMiddle), (std::vector<Span>{{kMiddle - half, kMiddle + half}}));
  const Outline circle(Shape::Circle, kCentre, kCentre, kRadius);
  const int radius = kRadius * kSubpixel;
  EXPECT_EQ(circle.spans(kMiddle), (std::vector<Span>{{kMiddle - radius, kMiddle + radius}}));
  EXPECT_TRUE(circle.spans(kMiddle + radius + 1).empty());
}

}  // namespace
}  // namespace sightmark
