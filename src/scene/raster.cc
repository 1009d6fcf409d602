#include "scene/raster.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace sightmark {
namespace {

constexpr Rgb kRim{255, 255, 255};
constexpr int kRimWidth = 2;       // pixels
constexpr int kLinesPerPixel = 8;  // scan lines through a row of pixels
constexpr int kFullCover = kLinesPerPixel * kSubpixel;

struct Gradient {
  Rgb top, bottom;
};

constexpr std::array<Gradient, 3> kSkies = {{{{120, 178, 236}, {206, 230, 250}},
                                             {{92, 74, 134}, {248, 176, 128}},
                                             {{10, 14, 40}, {44, 52, 92}}}};
constexpr Gradient kWall{{240, 230, 210}, {228, 214, 190}};
constexpr Gradient kSea{{64, 136, 186}, {92, 164, 204}};
constexpr std::array<Gradient, 5> kGrounds = {{{{158, 204, 116}, {110, 166, 82}},
                                               {{238, 220, 172}, {220, 196, 142}},
                                               {{222, 168, 104}, {194, 132, 76}},
                                               {{242, 247, 252}, {218, 229, 242}},
                                               {{176, 126, 84}, {138, 94, 60}}}};
constexpr std::array<Rgb, 3> kLightPercents = {{{100, 100, 100}, {82, 68, 66}, {28, 32, 46}}};

Rgb lit(Rgb colour, Light light) {
  const Rgb percent = kLightPercents[static_cast<std::size_t>(light)];
  return {colour.red * percent.red / 100, colour.green * percent.green / 100,
          colour.blue * percent.blue / 100};
}

Gradient lit(const Gradient& colours, Light light) {
  return {lit(colours.top, light), lit(colours.bottom, light)};
}

// `part` of `whole` of the way from a to b.
Rgb mixed(Rgb a, Rgb b, int part, int whole) {
  const auto mix = [&](int from, int to) {
    return (from * (whole - part) + to * part + whole / 2) / whole;
  };
  return {mix(a.red, b.red), mix(a.green, b.green), mix(a.blue, b.blue)};
}

void set(std::uint8_t* pixel, Rgb colour) {
  pixel[0] = static_cast<std::uint8_t>(colour.red);
  pixel[1] = static_cast<std::uint8_t>(colour.green);
  pixel[2] = static_cast<std::uint8_t>(colour.blue);
}

void fill_rows(Raster& raster, int first, int last, const Gradient& colours) {
  for (int y = first; y < last; ++y) {
    const Rgb colour = mixed(colours.top, colours.bottom, y - first, last - first);
    std::uint8_t* pixel = &raster.rgb[static_cast<std::size_t>(y * raster.width) * 3];
    for (int x = 0; x < raster.width; ++x, pixel += 3) set(pixel, colour);
  }
}

void draw_setting(Raster& raster, const Scene& scene) {
  const bool is_indoors = scene.location == Location::Room;
  const Gradient sky =
      is_indoors ? lit(kWall, scene.light) : kSkies[static_cast<std::size_t>(scene.light)];
  const Gradient ground = lit(kGrounds[static_cast<std::size_t>(scene.location)], scene.light);
  fill_rows(raster, 0, scene.horizon, sky);
  fill_rows(raster, scene.horizon, raster.height, ground);
  if (scene.location == Location::Beach) {
    fill_rows(raster, scene.horizon, scene.horizon + kSceneSide / 6, lit(kSea, scene.light));
  }
}

// Adds to each pixel of a row how much of it lies in the span.
void cover(std::span<int> row, const Span& span) {
  const int first = std::max(span.begin, 0);
  const int last = std::min(span.end, static_cast<int>(row.size()) * kSubpixel);
  for (int x = first; x < last;) {
    const int pixel = x / kSubpixel, next = std::min((pixel + 1) * kSubpixel, last);
    row[static_cast<std::size_t>(pixel)] += next - x;
    x = next;
  }
}

void draw_shape(Raster& raster, const SceneObject& object, int radius, Rgb colour) {
  const Outline outline(object.shape, object.x, object.y, radius);
  const int reach = radius * 115 / 100 + 1;
  std::vector<int> covers(static_cast<std::size_t>(raster.width));
  const int top = std::max(object.y - reach, 0),
            bottom = std::min(object.y + reach + 1, raster.height);
  const int left = std::max(object.x - reach, 0),
            right = std::min(object.x + reach + 1, raster.width);
  for (int y = top; y < bottom; ++y) {
    std::fill(covers.begin(), covers.end(), 0);
    for (int i = 0; i < kLinesPerPixel; ++i) {
      const int line = y * kSubpixel + (2 * i + 1) * kSubpixel / (2 * kLinesPerPixel);
      for (const Span& span : outline.spans(line)) cover(covers, span);
    }
    for (int x = left; x < right; ++x) {
      std::uint8_t* pixel = &raster.rgb[static_cast<std::size_t>(y * raster.width + x) * 3];
      const Rgb below{pixel[0], pixel[1], pixel[2]};
      set(pixel, mixed(below, colour, covers[static_cast<std::size_t>(x)], kFullCover));
    }
  }
}

const Bytef* zlib_bytes(std::string_view bytes) {
  return reinterpret_cast<const Bytef*>(bytes.data());
}

std::string big_endian(std::size_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xff);
  return bytes;
}

// A chunk of a PNG file (W3C PNG, 5.3).
std::string chunk(std::string_view type, std::string_view data) {
  const std::string body = std::string(type).append(data);
  return big_endian(data.size()) + body + big_endian(crc32_z(0, zlib_bytes(body), body.size()));
}

// A zlib stream (RFC 1950) of stored blocks (RFC 1951, 3.2.4).
std::string stored_stream(std::string_view bytes) {
  const std::string checksum = big_endian(adler32_z(1, zlib_bytes(bytes), bytes.size()));
  std::string stream = "\x78\x01";
  do {
    const std::string_view block = bytes.substr(0, 0xffff);
    bytes.remove_prefix(block.size());
    stream += bytes.empty() ? '\1' : '\0';  // whether it is the last block
    for (const std::size_t size : {block.size(), ~block.size()}) {
      stream += static_cast<char>(size & 0xff);
      stream += static_cast<char>(size >> 8 & 0xff);
    }
    stream += block;
  } while (!bytes.empty());
  return stream + checksum;
}

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

constexpr std::array<std::span<const Corner>, 6> kCornersByShape = {  // a circle has none
    {{}, kSquare, kTriangle, kDiamond, kStar, kCross}};

// The largest integer whose square is at most `value`.
int integer_root(int value) {
  int root = 0;
  for (int bit = 1 << 15; bit > 0; bit >>= 1) {
    if ((root + bit) * (root + bit) <= value) root += bit;
  }
  return root;
}

}  // namespace

Raster draw(const Scene& scene) {
  Raster raster{kSceneSide, kSceneSide, {}};
  raster.rgb.resize(static_cast<std::size_t>(3 * kSceneSide * kSceneSide));
  draw_setting(raster, scene);
  for (const SceneObject& object : scene.objects) {
    draw_shape(raster, object, object.radius + kRimWidth, kRim);
    draw_shape(raster, object, object.radius, object.fill);
  }
  return raster;
}

std::string png(const Raster& raster) {
  const std::string header = big_endian(static_cast<std::size_t>(raster.width)) +
                             big_endian(static_cast<std::size_t>(raster.height)) +
                             std::string("\x08\x02\0\0\0", 5);  // 8 bits, RGB, not interlaced
  const std::ptrdiff_t row_size = 3 * raster.width;
  std::string rows;
  for (auto row = raster.rgb.begin(); row != raster.rgb.end(); row += row_size) {
    rows += '\0';  // not filtered
    rows.append(row, row + row_size);
  }
  return "\x89PNG\r\n\x1a\n" + chunk("IHDR", header) + chunk("IDAT", stored_stream(rows)) +
         chunk("IEND", "");
}

Outline::Outline(Shape shape, int x, int y, int radius)
    : centre_{x * kSubpixel + kSubpixel / 2, y * kSubpixel + kSubpixel / 2},
      radius_(radius * kSubpixel) {
  for (const auto& [right, down] : kCornersByShape[static_cast<std::size_t>(shape)]) {
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
