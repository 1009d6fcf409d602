#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <set>
#include <utility>

#include "base/number.h"
#include "base/text.h"
#include "suite/image_list.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;
using FileId = std::pair<dev_t, ino_t>;

struct Walk {
  ImageList list;
  std::set<FileId> visited;
  std::size_t other_count = 0;  // files that are not named as images ...
  std::string first_other;      // ... and the first of them

  void warn(const fs::path& path, std::string_view what) {
    list.warnings.push_back(fmt::format("{}: {}", plain_text(path.string()), what));
  }
};

// What is in a folder: real entries before links, each in the order of their names.
Expected<std::vector<fs::directory_entry>> entries_of(const fs::path& folder) {
  std::error_code error;
  std::vector<std::pair<bool, fs::directory_entry>> entries;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code ignored;
    const bool is_hidden = entry->path().filename().string().starts_with('.');
    if (!is_hidden) entries.emplace_back(entry->is_symlink(ignored), *entry);
  }
  if (error) return fail(fmt::format("cannot read the folder: {}", error.message()));

  std::sort(entries.begin(), entries.end());
  std::vector<fs::directory_entry> sorted;
  for (auto& [is_link, entry] : entries) sorted.push_back(std::move(entry));
  return sorted;
}

void take_file(const fs::path& path, const std::string& name, Walk& walk) {
  if (is_named_as_image(path)) {
    walk.list.images.push_back({.path = path, .name = plain_text(name)});
  } else if (walk.other_count++ == 0) {
    walk.first_other = plain_text(name);
  }
}

// `below_root` is the folder's path below the root, with a slash at its end; empty for the root.
Expected<void> visit(const fs::path& folder, const std::string& below_root, Walk& walk) {
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0) return fail(std::strerror(errno));
  if (!walk.visited.emplace(status.st_dev, status.st_ino).second) {
    return fail("left out: it was read already under another path");
  }
  const auto entries = entries_of(folder);
  if (!entries) return tl::unexpected(entries.error());

  for (const fs::directory_entry& entry : *entries) {
    const std::string name = below_root + entry.path().filename().string();
    std::error_code ignored;
    if (!entry.is_directory(ignored)) {
      take_file(entry.path(), name, walk);
    } else if (const auto visited = visit(entry.path(), name + '/', walk); !visited) {
      walk.warn(entry.path(), visited.error().message);
    }
  }
  return {};
}

}  // namespace

bool is_named_as_image(const fs::path& path) {
  constexpr std::array<std::string_view, 4> kEndings = {".jpg", ".jpeg", ".png", ".webp"};
  const std::string ending = path.extension().string();
  return std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view known) {
    return ending.size() == known.size() && contains_ignoring_case(ending, known);
  });
}

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

}  // namespace sightmark
