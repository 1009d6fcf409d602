#include "render/thumbnail.h"

#include <gtest/gtest.h>

#include <string>

#include "render/png.h"
#include "suite/image_probe.h"

namespace sightmark {
namespace {

std::string png(const std::string& size, const std::string& fill = "red") {
  return *png_from_svg("<svg xmlns='http://www.w3.org/2000/svg' " + size +
                           "><rect width='100%' height='100%' fill='" + fill + "'/></svg>",
                       1);
}

TEST(Thumbnail, OfALargePictureIsSmall) {
  const auto small = thumbnail(png("width='600' height='400'"), 128);
  ASSERT_TRUE(small);
  EXPECT_EQ(*probe_image(*small), (ImageHeader{"image/jpeg", 128, 85}));
  EXPECT_LT(small->size(), 2000u);
}

TEST(Thumbnail, OfASmallPictureIsAsLarge) {
  EXPECT_EQ(*probe_image(*thumbnail(png("width='20' height='30'"), 128)),
            (ImageHeader{"image/jpeg", 20, 30}));
}

TEST(Thumbnail, OfAThinPictureHasAPixelAtLeast) {
  EXPECT_EQ(*probe_image(*thumbnail(png("width='2000' height='2'"), 128)),
            (ImageHeader{"image/jpeg", 128, 1}));
}

TEST(Thumbnail, OfAJpegIsAJpeg) {
  const auto jpeg = thumbnail(png("width='600' height='400'"), 600);
  EXPECT_EQ(*probe_image(*thumbnail(*jpeg, 60)), (ImageHeader{"image/jpeg", 60, 40}));
}

TEST(Thumbnail, OfSameBytesIsTheSame) {
  const std::string picture = png("width='600' height='400'", "teal");
  EXPECT_EQ(thumbnail(picture, 128), thumbnail(picture, 128));
  EXPECT_NE(thumbnail(picture, 128), thumbnail(png("width='600' height='400'"), 128));
}

TEST(Thumbnail, OfWhatIsNoPictureIsNothing) {
  const std::string picture = png("width='600' height='400'");
  EXPECT_FALSE(thumbnail("", 128));
  EXPECT_FALSE(thumbnail("root:x:0:0:root:/root:/bin/bash\n", 128));
  EXPECT_FALSE(thumbnail("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", 128));
  EXPECT_FALSE(thumbnail(picture.substr(0, picture.size() / 2), 128));
  EXPECT_FALSE(thumbnail(picture.substr(0, 8), 128));
}

TEST(Thumbnail, OfAPictureOfTooManyPixelsIsNothing) {
  EXPECT_FALSE(thumbnail(png("width='10000' height='5001'"), 128));
}

}  // namespace
}  // namespace sightmark
