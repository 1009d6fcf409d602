#include "suite/image_probe.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "sample/image_bytes.h"

namespace sightmark {
namespace {

// Pictures of 24 x 16 pixels that usual programs wrote.
std::string picture(const std::string& name) {
  const std::string folder = SIGHTMARK_SOURCE_DIR "/fuzz/corpus/image_probe_fuzz/";
  return read_file(folder + name, 1 << 20).value();
}

std::string error_of(std::string_view bytes) {
  const auto header = probe_image(bytes);
  return header ? "no error" : header.error().message;
}

TEST(ProbeImage, KnowsJpegFilesOfEveryKind) {
  for (const char* name : {"baseline.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg"}) {
    EXPECT_EQ(probe_image(picture(name)), (ImageHeader{"image/jpeg", 24, 16})) << name;
  }
}

TEST(ProbeImage, KnowsPngFilesOfEveryKind) {
  for (const char* name : {"rgb.png", "rgba.png", "grey.png", "palette.png"}) {
    EXPECT_EQ(probe_image(picture(name)), (ImageHeader{"image/png", 24, 16})) << name;
  }
}

TEST(ProbeImage, KnowsWebpFilesOfEveryKind) {
  for (const char* name : {"lossy.webp", "lossless.webp", "extended.webp", "moving.webp"}) {
    EXPECT_EQ(probe_image(picture(name)), (ImageHeader{"image/webp", 24, 16})) << name;
  }
}

TEST(ProbeImage, ReportsTheStoredSizeOfAPictureThatIsToBeTurned) {
  EXPECT_EQ(probe_image(picture("turned.jpg")), (ImageHeader{"image/jpeg", 24, 16}));
}

TEST(ProbeImage, FindsTheSizeBehindMegabytesOfOtherSegments) {
  std::string bytes = picture("baseline.jpg");
  const std::string segment = "\xFF\xE1\xFF\xFF" + std::string(0xFFFF - 2, 'x');  // APP1
  std::string segments;
  for (int i = 0; i < 40; ++i) segments += segment;
  bytes.insert(2, segments);
  EXPECT_EQ(probe_image(bytes), (ImageHeader{"image/jpeg", 24, 16}));
}

TEST(ProbeImage, PassesOverWhatStandsBetweenJpegSegments) {
  std::string bytes = picture("baseline.jpg");
  bytes.insert(20, std::string("\0\0\xFF\xFF", 4));  // stray bytes, then fill
  EXPECT_EQ(probe_image(bytes), (ImageHeader{"image/jpeg", 24, 16}));
}

TEST(ProbeImage, FailsWhereAJpegFileHasNoFrame) {
  const std::string bytes = picture("baseline.jpg");
  const std::size_t frame = bytes.find("\xFF\xC0");
  std::string without = bytes;
  without.erase(frame, 2 + 17);  // the marker and its segment
  EXPECT_NE(error_of(without).find("JPEG header is damaged"), std::string::npos);
  std::string later = bytes;  // of a height that the first scan states
  later.replace(frame + 5, 2, 2, '\0');
  EXPECT_NE(error_of(later).find("JPEG header is damaged"), std::string::npos);
  std::string endless = bytes.substr(0, 3) + std::string("\xE0\0\1", 3);
  EXPECT_NE(error_of(endless + bytes.substr(2)).find("JPEG header is damaged"), std::string::npos);
}

TEST(ProbeImage, DecodesNothing) {
  EXPECT_EQ(probe_image(png_start(60000, 50000)), (ImageHeader{"image/png", 60000, 50000}));
}

TEST(ProbeImage, NeedsTheHeaderOnly) {
  const std::string png = picture("rgb.png"), webp = picture("lossy.webp");
  EXPECT_TRUE(probe_image(png.substr(0, 33)));
  EXPECT_TRUE(probe_image(webp.substr(0, 40)));
}

TEST(ProbeImage, FailsWhereTheHeaderIsCutShort) {
  for (const char* name : {"baseline.jpg", "rgb.png", "lossy.webp", "lossless.webp"}) {
    const std::string whole = picture(name);
    for (std::size_t size = 12; size < 24; ++size) {
      EXPECT_NE(error_of(whole.substr(0, size)).find("header is damaged"), std::string::npos)
          << name << ' ' << size;
    }
  }
}

TEST(ProbeImage, RefusesASizeOfNothing) {
  EXPECT_NE(error_of(png_start(0, 16)).find("PNG header is damaged"), std::string::npos);
  EXPECT_NE(error_of(png_start(24, 0)).find("PNG header is damaged"), std::string::npos);
}

TEST(ProbeImage, RefusesOtherFiles) {
  EXPECT_EQ(error_of(""), "it is empty");
  for (const std::string& bytes :
       {picture("other.gif"), std::string("BM\x46\0\0\0", 6), std::string("text"),
        std::string("RIFF\x10\0\0\0WAVEfmt ", 16), std::string("\xFF\xD8"), std::string("RIFF")}) {
    EXPECT_EQ(error_of(bytes), "it is no JPEG, PNG or WebP image");
  }
}

}  // namespace
}  // namespace sightmark
