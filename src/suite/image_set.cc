#include "suite/image_set.h"

#include <fmt/format.h>

#include <set>

#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"
#include "suite/image_list.h"
#include "suite/image_probe.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kImageByteLimit = 256 << 20;

struct ReadImage {
  Image image;
  std::string sha256;
};

Expected<ReadImage> read_image(const ListedImage& listed) {
  const auto bytes = read_file(listed.path, kImageByteLimit);
  if (!bytes) return tl::unexpected(bytes.error());
  const auto header = probe_image(*bytes);
  if (!header) {
    return fail(fmt::format("{}: {}", plain_text(listed.path.string()), header.error().message));
  }
  return ReadImage{
      {listed.path, listed.name, header->media_type, header->width, header->height, listed.truth},
      sha256(*bytes)};
}

Expected<ImageList> list_images(const fs::path& source) {
  std::error_code ignored;
  if (fs::is_directory(source, ignored)) return list_folder(source);
  const bool is_there = fs::exists(source, ignored);
  if (is_there && !is_named_as_image(source)) return list_manifest(source);
  return fail(fmt::format("{}: {}; give a folder of images, or a manifest that lists them",
                          plain_text(source.string()),
                          is_there ? "this is an image" : "nothing is there"));
}

// Fails where two names are the same, which they can become by the loss of what must not be shown.
Expected<void> check_names(const std::vector<ListedImage>& images) {
  std::set<std::string_view> names;
  for (const ListedImage& image : images) {
    if (names.insert(image.name).second) continue;
    return fail(fmt::format("two images are shown as {}; rename one", image.name));
  }
  return {};
}

tl::unexpected<Error> without_images(const fs::path& source,
                                     const std::vector<std::string>& warnings) {
  return fail(fmt::format("{}: no JPEG, PNG or WebP image in it{}{}", plain_text(source.string()),
                          warnings.empty() ? "" : "; ", warnings.empty() ? "" : warnings.front()));
}

}  // namespace

Expected<ImageSet> load_image_set(const fs::path& source, std::size_t limit) {
  auto list = list_images(source);
  if (!list) return tl::unexpected(list.error());
  if (const auto checked = check_names(list->images); !checked) {
    return fail(fmt::format("{}: {}", plain_text(source.string()), checked.error().message));
  }
  ImageSet set{source, {}, "", std::move(list->warnings)};
  std::string names_and_hashes;  // as sha256sum prints them
  for (const ListedImage& listed : list->images) {
    if (set.images.size() == limit) break;
    auto read = read_image(listed);
    if (!read && !listed.place.empty()) {
      return fail(fmt::format("{}: {}", listed.place, read.error().message));
    }
    if (!read) {
      set.warnings.push_back(read.error().message + "; skipped");
      continue;
    }
    names_and_hashes += fmt::format("{}  {}\n", read->sha256, listed.name);
    set.images.push_back(std::move(read->image));
  }
  if (set.images.empty()) return without_images(source, set.warnings);
  set.sha256 = sha256(names_and_hashes);
  return set;
}

}  // namespace sightmark
