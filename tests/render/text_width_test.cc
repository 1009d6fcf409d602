#include "render/svg_renderer.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

TEST(TextWidth, OfNothingIsNothing) { EXPECT_EQ(TextWidth()("", "sans-serif 20px"), 0); }

TEST(TextWidth, GrowsWithTheTextAndTheFont) {
  const TextWidth width;
  EXPECT_GT(width("WWWW", "sans-serif 20px"), width("iiii", "sans-serif 20px"));
  EXPECT_NEAR(width("InternVL2", "sans-serif 40px"), 2 * width("InternVL2", "sans-serif 20px"), 1);
  EXPECT_GT(width("InternVL2", "Inter,sans-serif Semi-Bold 20px"), 50);
}

}  // namespace
}  // namespace sightmark
