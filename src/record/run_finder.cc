#include "record/run_finder.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <utility>

#include "base/text.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;
using FileId = std::pair<dev_t, ino_t>;

struct Walk {
  std::string root_name;
  std::set<FileId>& visited;
  FoundRuns& found;

  void warn(const fs::path& path, std::string_view what) {
    found.warnings.push_back(fmt::format("{}: {}", plain_text(path.string()), what));
  }
};

// The folders in `folder`, real ones before links, each in the order of their names.
Expected<std::vector<fs::path>> subfolders(const fs::path& folder) {
  std::error_code error;
  std::vector<std::pair<bool, fs::path>> entries;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code ignored;
    if (entry->is_directory(ignored))
      entries.emplace_back(entry->is_symlink(ignored), entry->path());
  }
  if (error) return fail(fmt::format("cannot read the folder: {}", error.message()));

  std::sort(entries.begin(), entries.end());
  std::vector<fs::path> paths;
  for (auto& [is_link, path] : entries) paths.push_back(std::move(path));
  return paths;
}

void visit(const fs::path& folder, const std::string& below_root, Walk& walk) {
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0) return walk.warn(folder, std::strerror(errno));
  if (!walk.visited.emplace(status.st_dev, status.st_ino).second) {
    return walk.warn(folder, "left out: it was read already under another path");
  }
  const auto inner = subfolders(folder);
  if (!inner) return walk.warn(folder, inner.error().message);

  std::error_code ignored;
  if (fs::exists(folder / "run_meta.json", ignored)) {
    walk.found.folders.push_back({folder, walk.root_name, walk.root_name + below_root});
  }
  for (const fs::path& path : *inner) {
    visit(path, below_root + '/' + path.filename().string(), walk);
  }
}

std::string folder_name(const fs::path& root) {
  std::error_code ignored;
  fs::path whole = fs::absolute(root, ignored).lexically_normal();
  if (!whole.has_filename()) whole = whole.parent_path();
  return whole.has_filename() ? whole.filename().string() : "root";
}

}  // namespace

Expected<FoundRuns> find_runs(const std::vector<fs::path>& roots) {
  FoundRuns found;
  std::set<FileId> visited;
  for (const fs::path& root : roots) {
    std::error_code error;
    const bool is_folder = fs::is_directory(root, error);
    const auto readable =
        is_folder ? subfolders(root) : fail(error ? error.message() : "not a folder");
    if (!readable) {
      return fail(fmt::format("{}: {}; give the folder that holds run directories",
                              plain_text(root.string()), readable.error().message));
    }
    const std::size_t run_count = found.folders.size(), warning_count = found.warnings.size();
    Walk walk{folder_name(root), visited, found};
    visit(root, "", walk);
    if (found.folders.size() == run_count && found.warnings.size() == warning_count) {
      walk.warn(root, "no run_meta.json anywhere below it, so no runs");
    }
  }
  std::stable_sort(found.folders.begin(), found.folders.end(),
                   [](const RunFolder& a, const RunFolder& b) { return a.run_dir < b.run_dir; });
  return found;
}

}  // namespace sightmark
