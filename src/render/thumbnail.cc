#include "render/thumbnail.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#include <algorithm>
#include <cstdint>
#include <memory>

namespace sightmark {
namespace {

constexpr std::int64_t kMostPixels = 50'000'000;
constexpr const char* kQuality = "75";  // of 100

struct Release {
  void operator()(void* object) const { g_object_unref(object); }
};
template <typename T>
using Owned = std::unique_ptr<T, Release>;

// The decoder's name if the bytes have the start and the end of such a file, since decoders accept
// half a picture. Other formats are refused: some load further files.
const char* format_of(std::string_view bytes) {
  const auto is_between = [&](std::string_view begin, std::string_view end) {
    return bytes.starts_with(begin) && bytes.rfind(end) != std::string_view::npos;
  };
  if (is_between("\xFF\xD8\xFF", "\xFF\xD9")) return "jpeg";
  return is_between("\x89PNG\r\n\x1A\n", "IEND") ? "png" : nullptr;
}

// Called as soon as the header is read: `side` is an int.
void choose_size(GdkPixbufLoader* loader, int width, int height, gpointer side) {
  if (std::int64_t{width} * height > kMostPixels) {
    gdk_pixbuf_loader_set_size(loader, 0, 0);  // ends the decoding
    return;
  }
  const double scale = std::min(1.0, 1.0 * *static_cast<int*>(side) / std::max(width, height));
  const auto scaled = [&](int full) { return std::max(1, static_cast<int>(full * scale + 0.5)); };
  gdk_pixbuf_loader_set_size(loader, scaled(width), scaled(height));
}

Owned<GdkPixbuf> decoded(std::string_view bytes, const char* format, int side) {
  const Owned<GdkPixbufLoader> loader(gdk_pixbuf_loader_new_with_type(format, nullptr));
  if (!loader) return nullptr;
  g_signal_connect(loader.get(), "size-prepared", G_CALLBACK(choose_size), &side);
  const bool is_read = gdk_pixbuf_loader_write(
      loader.get(), reinterpret_cast<const guchar*>(bytes.data()), bytes.size(), nullptr);
  const bool is_whole = gdk_pixbuf_loader_close(loader.get(), nullptr);
  GdkPixbuf* picture = gdk_pixbuf_loader_get_pixbuf(loader.get());  // owned by the loader
  if (!is_read || !is_whole || !picture) return nullptr;
  return Owned<GdkPixbuf>(gdk_pixbuf_apply_embedded_orientation(picture));
}

// What is transparent becomes white: JPEG has no transparency.
Owned<GdkPixbuf> on_white(const GdkPixbuf* picture) {
  const int width = gdk_pixbuf_get_width(picture), height = gdk_pixbuf_get_height(picture);
  constexpr guint32 kWhite = 0xFFFFFF;
  return Owned<GdkPixbuf>(gdk_pixbuf_composite_color_simple(
      picture, width, height, GDK_INTERP_NEAREST, 255, 64, kWhite, kWhite));
}

}  // namespace

std::optional<std::string> thumbnail(std::string_view image_bytes, int side) {
  const char* format = format_of(image_bytes);
  if (!format) return std::nullopt;
  Owned<GdkPixbuf> picture = decoded(image_bytes, format, side);
  if (picture && gdk_pixbuf_get_has_alpha(picture.get())) picture = on_white(picture.get());
  if (!picture) return std::nullopt;
  gchar* data = nullptr;
  gsize size = 0;
  const bool is_written = gdk_pixbuf_save_to_buffer(picture.get(), &data, &size, "jpeg", nullptr,
                                                    "quality", kQuality, nullptr);
  const std::unique_ptr<gchar, decltype(&g_free)> owned(data, &g_free);
  if (!is_written) return std::nullopt;
  return std::string(data, size);
}

}  // namespace sightmark
