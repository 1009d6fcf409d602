#include "render/png.h"

#include <cairo.h>
#include <fmt/format.h>
#include <librsvg/rsvg.h>
#include <sys/mman.h>
#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include "base/rgb_png.h"

namespace sightmark {
namespace {

constexpr double kSideLimit = 32767;             // cairo's
constexpr double kMetresPerPixel = 0.0254 / 72;  // of a CSS pixel: 144 dots an inch at scale 2
constexpr int kCompression = 3;  // levels above it take longer for a few percent less
constexpr std::size_t kChunk = 1 << 18;

struct Release {
  void operator()(RsvgHandle* handle) const { g_object_unref(handle); }
  void operator()(GError* error) const { g_error_free(error); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* context) const { cairo_destroy(context); }
};
template <typename T>
using Owned = std::unique_ptr<T, Release>;

tl::unexpected<Error> svg_failure(GError* error) {
  const Owned<GError> owned(error);
  return fail(fmt::format("cannot draw the SVG: {}", owned ? owned->message : "unknown reason"));
}

// Draws the document over all of `surface`.
Expected<void> paint(RsvgHandle* document, cairo_surface_t* surface) {
  const Owned<cairo_t> context(cairo_create(surface));
  cairo_set_source_rgb(context.get(), 1, 1, 1);
  cairo_paint(context.get());
  const RsvgRectangle area{0, 0, static_cast<double>(cairo_image_surface_get_width(surface)),
                           static_cast<double>(cairo_image_surface_get_height(surface))};
  GError* error = nullptr;
  if (!rsvg_handle_render_document(document, context.get(), &area, &error)) {
    return svg_failure(error);
  }
  cairo_surface_flush(surface);
  return {};
}

// A picture of so many pixels, in large pages where there are any: it is some 20 MB, and filling
// small pages with it for the first time takes a tenth of drawing it. Its status tells of a
// failure.
Owned<cairo_surface_t> blank_picture(int width, int height) {
  constexpr std::size_t kLargePage = 2 << 20;
  const int stride = cairo_format_stride_for_width(CAIRO_FORMAT_RGB24, width);
  const std::size_t size = static_cast<std::size_t>(stride) * static_cast<std::size_t>(height);
  void* pixels = std::aligned_alloc(kLargePage, (size / kLargePage + 1) * kLargePage);
  if (pixels) ::madvise(pixels, size, MADV_HUGEPAGE);
  Owned<cairo_surface_t> surface(cairo_image_surface_create_for_data(
      static_cast<unsigned char*>(pixels), CAIRO_FORMAT_RGB24, width, height, stride));
  static const cairo_user_data_key_t kPixels{};
  cairo_surface_set_user_data(surface.get(), &kPixels, pixels, std::free);
  return surface;
}

Expected<Owned<cairo_surface_t>> picture(std::string_view svg, double scale) {
  GError* error = nullptr;
  const Owned<RsvgHandle> document(
      rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), svg.size(), &error));
  if (!document) return svg_failure(error);
  double width = 0, height = 0;
  if (!rsvg_handle_get_intrinsic_size_in_pixels(document.get(), &width, &height)) {
    return fail("cannot draw the SVG: it has no size in pixels");
  }
  width = std::round(width * scale);
  height = std::round(height * scale);
  const auto is_side = [](double pixels) { return pixels >= 1 && pixels <= kSideLimit; };
  if (!is_side(width) || !is_side(height)) {
    return fail(fmt::format("cannot draw the SVG: {} x {} pixels is no size", width, height));
  }
  auto surface = blank_picture(static_cast<int>(width), static_cast<int>(height));
  if (const auto status = cairo_surface_status(surface.get())) {
    return fail(fmt::format("cannot draw the SVG: {}", cairo_status_to_string(status)));
  }
  return paint(document.get(), surface.get()).map([&] { return std::move(surface); });
}

// Red, green and blue of some rows of cairo's pixels, each row after the byte of PNG's filter 0,
// none.
void pack_rows(const unsigned char* pixels, int stride, int width, int row_count,
               std::vector<std::uint8_t>& packed) {
  packed.resize(static_cast<std::size_t>(row_count) * (3 * static_cast<std::size_t>(width) + 1));
  std::uint8_t* out = packed.data();
  for (int y = 0; y < row_count; ++y, pixels += stride) {
    const auto* row = reinterpret_cast<const std::uint32_t*>(pixels);
    *out++ = 0;
    for (int x = 0; x < width; ++x, out += 3) {
      const std::uint32_t pixel = row[x];
      out[0] = static_cast<std::uint8_t>(pixel >> 16);
      out[1] = static_cast<std::uint8_t>(pixel >> 8);
      out[2] = static_cast<std::uint8_t>(pixel);
    }
  }
}

// The zlib stream of all rows; nothing where memory runs out. Some at a time, so that they are read
// again where they are still in the processor's cache.
std::string deflated(cairo_surface_t* surface) {
  constexpr int kRowCount = 32;
  const int width = cairo_image_surface_get_width(surface);
  const int height = cairo_image_surface_get_height(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  const unsigned char* pixels = cairo_image_surface_get_data(surface);

  z_stream stream{};
  if (deflateInit(&stream, kCompression) != Z_OK) return {};
  std::vector<std::uint8_t> rows, part(kChunk);
  std::string bytes;
  for (int y = 0; y < height; y += kRowCount) {
    pack_rows(pixels + std::ptrdiff_t{y} * stride, stride, width, std::min(kRowCount, height - y),
              rows);
    stream.next_in = rows.data();
    stream.avail_in = static_cast<uInt>(rows.size());
    const int flush = y + kRowCount < height ? Z_NO_FLUSH : Z_FINISH;
    do {
      stream.next_out = part.data();
      stream.avail_out = static_cast<uInt>(part.size());
      deflate(&stream, flush);
      bytes.append(part.begin(), part.end() - stream.avail_out);
    } while (stream.avail_out == 0);
  }
  deflateEnd(&stream);
  return bytes;
}

}  // namespace

Expected<std::string> png_from_svg(std::string_view svg, double scale) {
  const auto surface = picture(svg, scale);
  if (!surface) return tl::unexpected(surface.error());
  const auto width = static_cast<std::uint32_t>(cairo_image_surface_get_width(surface->get()));
  const auto height = static_cast<std::uint32_t>(cairo_image_surface_get_height(surface->get()));
  const std::string rows = deflated(surface->get());
  if (rows.empty()) return fail("cannot encode the PNG: out of memory");
  return rgb_png(width, height, rows,
                 static_cast<std::uint32_t>(std::lround(scale / kMetresPerPixel)));
}

}  // namespace sightmark
