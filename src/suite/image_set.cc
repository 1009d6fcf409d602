#include "suite/image_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"
#include "suite/image_probe.h"
#include "suite/suite.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kImageByteLimit = 256 << 20;
constexpr std::size_t kManifestByteLimit = 256 << 20;

// An image that a set shall have; it is not read yet, so it may be missing or no image at all.
struct ListedImage {
  fs::path path;      // absolute
  std::string name;   // valid UTF-8 on one line; distinct where the paths are
  std::string truth;  // one JSON object on a line; empty if unknown
  std::string place;  // where it is listed, "list.txt:3"; empty: in no file
};

struct ImageList {
  std::vector<ListedImage> images;
  std::vector<std::string> warnings;
};

// By its ending, in letters of either case.
bool is_named_as_image(const fs::path& path) {
  constexpr std::array<std::string_view, 4> kEndings = {".jpg", ".jpeg", ".png", ".webp"};
  const std::string ending = path.extension().string();
  return std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view known) {
    return ending.size() == known.size() && contains_ignoring_case(ending, known);
  });
}

struct Walk {
  ImageList list;
  FolderWalk folders;
  std::size_t other_count = 0;  // files that are not named as images ...
  std::string first_other;      // ... and the first of them

  void warn(const fs::path& path, std::string_view what) {
    list.warnings.push_back(fmt::format("{}: {}", plain_text(path.string()), what));
  }
};

void take_file(const fs::path& path, const std::string& name, Walk& walk) {
  if (is_named_as_image(path)) {
    walk.list.images.push_back({.path = path, .name = plain_text(name)});
  } else if (walk.other_count++ == 0) {
    walk.first_other = plain_text(name);
  }
}

// `below_root` is the folder's path below the root, with a slash at its end; empty for the root.
Expected<void> visit(const fs::path& folder, const std::string& below_root, Walk& walk) {
  const auto entries = walk.folders.entries(folder);
  if (!entries) return tl::unexpected(entries.error());

  for (const fs::directory_entry& entry : *entries) {
    const std::string file_name = entry.path().filename().string();
    if (file_name.starts_with('.')) continue;
    const std::string name = below_root + file_name;
    std::error_code ignored;
    if (!entry.is_directory(ignored)) {
      take_file(entry.path(), name, walk);
    } else if (const auto visited = visit(entry.path(), name + '/', walk); !visited) {
      walk.warn(entry.path(), visited.error().message);
    }
  }
  return {};
}

// The files in and below a folder whose names end as those of images do, in order of name, which is
// the path below the folder. Hidden files and folders are passed over; links are followed, but no
// folder is visited twice. Fails where the folder cannot be read.
Expected<ImageList> list_folder(const fs::path& folder) {
  Walk walk;
  if (const auto visited = visit(fs::absolute(folder), "", walk); !visited) {
    return fail(fmt::format("{}: {}", plain_text(folder.string()), visited.error().message));
  }
  if (walk.other_count > 0) {
    walk.warn(folder, fmt::format("passed over {}, not named .jpg, .jpeg, .png or .webp: {}{}",
                                  counted(walk.other_count, "file"), walk.first_other,
                                  walk.other_count > 1 ? ", ..." : ""));
  }
  std::sort(walk.list.images.begin(), walk.list.images.end(),
            [](const ListedImage& a, const ListedImage& b) { return a.name < b.name; });
  return std::move(walk.list);
}

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

using Json = nlohmann::ordered_json;  // keeps the order of fields

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kLineByteLimit = 1 << 20;
constexpr int kDeepestNesting = 64;  // writing JSON recurses

Expected<Json> parse_line(std::string_view line) {
  bool is_too_deep = false;
  const auto is_kept = [&](int depth, Json::parse_event_t, Json&) {
    is_too_deep = is_too_deep || depth > kDeepestNesting;
    return !is_too_deep;
  };
  try {
    Json json = Json::parse(line.begin(), line.end(), is_kept);
    if (is_too_deep) return fail(fmt::format("nested deeper than {} levels", kDeepestNesting));
    return json;
  } catch (const Json::exception& error) {
    constexpr std::string_view kLine = "line 1, ";  // the caller adds the line in the file
    const std::string problem = json_problem(error.what());
    return fail(problem.starts_with(kLine) ? problem.substr(kLine.size()) : problem);
  }
}

Expected<ManifestEntry> json_entry(std::string_view line) {
  auto json = parse_line(line);
  if (!json) return tl::unexpected(json.error());
  const auto image = json->is_object() ? json->find("image") : json->end();
  if (image == json->end() || !image->is_string()) {
    return fail("no image is named; write {\"image\": \"PATH\"}");
  }
  ManifestEntry entry{image->get<std::string>(), "", 0};
  json->erase(image);
  if (!json->empty()) entry.truth = json->dump();
  return entry;
}

Expected<ManifestEntry> path_entry(std::string_view line) {
  if (!line.starts_with("{\"")) return ManifestEntry{std::string(line), "", 0};
  return fail("this is JSON, not a path; give the manifest a name that ends in .jsonl");
}

Expected<ManifestEntry> parse_entry(std::string_view line, ManifestForm form) {
  if (line.size() > kLineByteLimit) {
    return fail(fmt::format("longer than {} bytes, which no such line is", kLineByteLimit));
  }
  auto entry = form == ManifestForm::JsonLines ? json_entry(line) : path_entry(line);
  if (!entry) return entry;
  if (entry->image.empty()) return fail("the image's path is empty");
  if (entry->image.find('\0') != std::string::npos) return fail("a zero byte is in the path");
  return entry;
}

// The images of a manifest, in its order. A name is the file's name where no other line has that
// one, else its path from the manifest. Fails with file and line.
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

Expected<std::vector<ManifestEntry>> parse_manifest(std::string_view text, ManifestForm form) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::vector<ManifestEntry> entries;
  for (std::size_t line_number = 1; !text.empty(); ++line_number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.starts_with('#')) continue;

    auto entry = parse_entry(line, form);
    if (!entry) return fail(fmt::format("{}: {}", line_number, entry.error().message));
    entry->line_number = line_number;
    entries.push_back(std::move(*entry));
  }
  return entries;
}

}  // namespace sightmark
