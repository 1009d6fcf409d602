#include "render/png.h"

#include <cairo.h>
#include <fmt/format.h>
#include <librsvg/rsvg.h>
#include <png.h>

#include <bit>
#include <cmath>
#include <memory>

namespace sightmark {
namespace {

constexpr double kSideLimit = 32767;             // cairo's
constexpr double kMetresPerPixel = 0.0254 / 72;  // of a CSS pixel: 144 dots an inch at scale 2
constexpr int kCompression = 3;  // levels above it take longer for a few percent less

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
  Owned<cairo_surface_t> surface(cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, static_cast<int>(width), static_cast<int>(height)));
  if (const auto status = cairo_surface_status(surface.get())) {
    return fail(fmt::format("cannot draw the SVG: {}", cairo_status_to_string(status)));
  }
  return paint(document.get(), surface.get()).map([&] { return std::move(surface); });
}

void append(png_structp png, png_bytep bytes, std::size_t size) {
  static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<char*>(bytes), size);
}

// The surface as a PNG. libpng fails only where memory runs out, and then ends the program.
std::string encoded(cairo_surface_t* surface, double scale) {
  const auto width = static_cast<png_uint_32>(cairo_image_surface_get_width(surface));
  const int height = cairo_image_surface_get_height(surface);
  const auto resolution = static_cast<png_uint_32>(std::lround(scale / kMetresPerPixel));
  std::string bytes;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(png, &bytes, append, nullptr);
  png_set_compression_level(png, kCompression);
  png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);  // charts are flat: others add bytes
  png_set_IHDR(png, info, width, static_cast<png_uint_32>(height), 8, PNG_COLOR_TYPE_RGB,
               PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_pHYs(png, info, resolution, resolution, PNG_RESOLUTION_METER);
  png_write_info(png, info);
  // cairo keeps a pixel in a native 32-bit number, the highest byte unused.
  const bool is_little_endian = std::endian::native == std::endian::little;
  if (is_little_endian) png_set_bgr(png);
  png_set_filler(png, 0, is_little_endian ? PNG_FILLER_AFTER : PNG_FILLER_BEFORE);
  const unsigned char* row = cairo_image_surface_get_data(surface);
  for (int y = 0; y < height; ++y, row += cairo_image_surface_get_stride(surface)) {
    png_write_row(png, row);
  }
  png_write_end(png, nullptr);
  png_destroy_write_struct(&png, &info);
  return bytes;
}

}  // namespace

Expected<std::string> png_from_svg(std::string_view svg, double scale) {
  return picture(svg, scale).map([&](const auto& surface) {
    return encoded(surface.get(), scale);
  });
}

}  // namespace sightmark
