#include "render/png.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

#include "base/file.h"
#include "base/parallel.h"
#include "base/random.h"
#include "fakes/decoded_png.h"

namespace sightmark {
namespace {

std::string svg_of(const std::string& content) {
  return R"(<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30">)" + content + "</svg>";
}

// The 32-bit number at a byte of a PNG; width and height are at 16 and 20.
unsigned number_at(const std::string& png, std::size_t index) {
  unsigned value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value = value << 8 | static_cast<unsigned char>(png[index + i]);
  return value;
}

TEST(Png, HasTheSizeOfTheDocumentTimesTheScale) {
  const std::string png = png_from_svg(svg_of(""), 2).value();
  EXPECT_EQ(png.substr(1, 3), "PNG");
  EXPECT_EQ(number_at(png, 16), 80u);
  EXPECT_EQ(number_at(png, 20), 60u);
}

TEST(Png, RecordsItsResolution) {
  const std::string png = png_from_svg(svg_of(""), 2).value();
  const std::size_t chunk = png.find("pHYs");
  ASSERT_NE(chunk, std::string::npos);
  EXPECT_EQ(number_at(png, chunk + 4), 5669u);  // pixels a metre: 144 an inch
  EXPECT_EQ(png.find("tIME"), std::string::npos);
}

TEST(Png, HoldsThePixels) {
  SplitMix random(1);
  std::string content;
  std::vector<std::uint8_t> rgb;
  for (int y = 0; y < 75; ++y) {
    const int noisy_width = y % 2 == 0 ? 61 : 20;  // a run of white follows
    for (int x = 0; x < 61; ++x) {
      int color[3] = {255, 255, 255};
      for (int& part : color)
        part = x < noisy_width ? static_cast<int>(random.between(0, 255)) : part;
      rgb.insert(rgb.end(), std::begin(color), std::end(color));
      content += fmt::format("<rect x='{}' y='{}' width='1' height='1' fill='rgb({},{},{})'/>", x,
                             y, color[0], color[1], color[2]);
    }
  }
  const std::string svg =
      R"(<svg xmlns="http://www.w3.org/2000/svg" width="61" height="75">)" + content + "</svg>";
  EXPECT_EQ(decoded(png_from_svg(svg, 1).value()), rgb);
}

TEST(Png, OfWhatIsNoSvgIsAnError) {
  EXPECT_FALSE(png_from_svg("", 2));
  EXPECT_FALSE(png_from_svg("<svg", 2));
  EXPECT_FALSE(png_from_svg("<html/>", 2));
  EXPECT_FALSE(png_from_svg(svg_of(""), 1e9));
}

TEST(Png, LoadsNothingFromOutside) {
  const auto file = std::filesystem::temp_directory_path() / "sightmark_png_test.png";
  const std::string red = svg_of(R"(<rect width="40" height="30" fill="#f00"/>)");
  ASSERT_TRUE(write_file(file, png_from_svg(red, 1).value()));
  const std::string reference =
      "<image width=\"40\" height=\"30\" href=\"file://" + file.string() + "\"/>";
  EXPECT_EQ(png_from_svg(svg_of(reference), 1).value(), png_from_svg(svg_of(""), 1).value());
  std::filesystem::remove(file);
}

TEST(Png, IsTheSameFromEveryThread) {
  const std::string svg = svg_of(R"(<text y="20">Text</text><circle r="9" fill="#14735f"/>)");
  std::vector<std::string> pngs(16);
  parallel_for(pngs.size(), 4, [&](std::size_t i) { pngs[i] = png_from_svg(svg, 2).value(); });
  for (const std::string& png : pngs) EXPECT_EQ(png, pngs[0]);
}

}  // namespace
}  // namespace sightmark
