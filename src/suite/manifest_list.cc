#include <fmt/format.h>

#include <map>

#include "base/file.h"
#include "base/text.h"
#include "suite/image_list.h"
#include "suite/manifest.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kManifestByteLimit = 256 << 20;

// The name of each image: its file's name if no other has it, so that the same images have the same
// names in every folder.
class Names {
 public:
  Names(const std::vector<ManifestEntry>& entries, const fs::path& folder)
      : folder_(folder.lexically_normal()) {
    for (const ManifestEntry& entry : entries) ++count_[fs::path(entry.image).filename()];
  }

  std::string name(const fs::path& image) const {
    if (count_.at(image.filename()) == 1) return plain_text(image.filename().string());
    const fs::path from_manifest = (folder_ / image).lexically_normal();
    return plain_text(from_manifest.lexically_relative(folder_).generic_string());
  }

 private:
  fs::path folder_;
  std::map<fs::path, std::size_t> count_;
};

}  // namespace

Expected<ImageList> list_manifest(const fs::path& manifest) {
  const std::string shown = plain_text(manifest.string());
  const auto text = read_file(manifest, kManifestByteLimit);
  if (!text) return tl::unexpected(text.error());
  const bool is_json = manifest.extension() == ".jsonl";
  const auto entries =
      parse_manifest(*text, is_json ? ManifestForm::JsonLines : ManifestForm::Paths);
  if (!entries) return fail(fmt::format("{}:{}", shown, entries.error().message));

  const fs::path folder = fs::absolute(manifest).parent_path();
  const Names names(*entries, folder);
  std::map<fs::path, std::size_t> line_by_path;
  ImageList list;
  for (const ManifestEntry& entry : *entries) {
    const fs::path path = folder / entry.image;
    const std::string place = fmt::format("{}:{}", shown, entry.line_number);
    const auto [first, is_new] = line_by_path.emplace(path.lexically_normal(), entry.line_number);
    if (!is_new) {
      return fail(fmt::format("{}: {} is in line {} already; remove one of them", place,
                              plain_text(entry.image), first->second));
    }
    list.images.push_back({path, names.name(entry.image), entry.truth, place});
  }
  return list;
}

}  // namespace sightmark
