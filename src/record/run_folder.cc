#include "record/run_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "record/run_summary.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::size_t kNameLimit = 80;
constexpr std::size_t kDocumentByteLimit = 16 << 20;
constexpr std::string_view kSafe =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

fs::path model_folder(const fs::path& out, std::string_view device, std::string_view model_key) {
  return out / safe_name(device) / safe_name(model_key);
}

struct Walk {
  std::string root_name;
  FolderWalk& folders;
  FoundRuns& found;

  void warn(const fs::path& path, std::string_view what) {
    found.warnings.push_back(fmt::format("{}: {}", plain_text(path.string()), what));
  }
};

void visit(const fs::path& folder, const std::string& below_root, Walk& walk) {
  const auto entries = walk.folders.entries(folder);
  if (!entries) return walk.warn(folder, entries.error().message);

  std::error_code ignored;
  if (fs::exists(folder / "run_meta.json", ignored)) {
    walk.found.folders.push_back({folder, walk.root_name, walk.root_name + below_root});
  }
  for (const fs::directory_entry& entry : *entries) {
    if (!entry.is_directory(ignored)) continue;
    visit(entry.path(), below_root + '/' + entry.path().filename().string(), walk);
  }
}

std::string folder_name(const fs::path& root) {
  std::error_code ignored;
  fs::path whole = fs::absolute(root, ignored).lexically_normal();
  if (!whole.has_filename()) whole = whole.parent_path();
  return whole.has_filename() ? whole.filename().string() : "root";
}

}  // namespace

std::string safe_name(std::string_view name) {
  std::string safe;
  for (const char c : name) {
    const bool is_safe = kSafe.find(c) != std::string_view::npos;
    if (is_safe) safe += c;
    if (!is_safe && !safe.empty() && safe.back() != '-') safe += '-';
  }
  const std::size_t begin = safe.find_first_not_of(".-");  // neither hidden nor like an option
  if (begin == std::string::npos) return "unnamed";
  safe = safe.substr(begin, kNameLimit);
  return safe.substr(0, safe.find_last_not_of('-') + 1);
}

Expected<fs::path> make_run_folder(const fs::path& out, std::string_view device,
                                   std::string_view model_key, std::string_view run_group) {
  const fs::path parent = model_folder(out, device, model_key);
  if (auto made = make_folder(parent); !made) return tl::unexpected(made.error());
  const std::string name = safe_name(run_group);
  for (int number = 1; number < 1000; ++number) {
    const fs::path folder = parent / (number == 1 ? name : fmt::format("{}_{}", name, number));
    std::error_code error;
    if (fs::create_directory(folder, error)) {
      const auto synced = sync_folder(parent);
      return synced ? Expected<fs::path>(folder) : tl::unexpected(synced.error());
    }
    if (error) {
      return fail(fmt::format("{}: cannot make the folder: {}", plain_text(folder.string()),
                              error.message()));
    }
  }
  return fail(
      fmt::format("{}: there are too many runs of the name {}", plain_text(parent.string()), name));
}

bool has_summary(const fs::path& folder) {
  const auto json = read_file(folder / "summary.json", kDocumentByteLimit, Link::Refuse);
  std::vector<std::string> ignored;
  return json && parse_run_summary(*json, ignored);
}

std::vector<fs::path> unfinished_runs(const fs::path& out, std::string_view device,
                                      std::string_view model_key) {
  std::vector<std::pair<fs::file_time_type, fs::path>> found;
  std::error_code error;
  const fs::path parent = model_folder(out, device, model_key);
  for (fs::directory_iterator entry(parent, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code ignored;
    if (!fs::exists(entry->path() / "run_meta.json", ignored)) continue;
    if (has_summary(entry->path())) continue;
    found.emplace_back(fs::last_write_time(entry->path() / "runs.jsonl", ignored), entry->path());
  }
  std::sort(found.begin(), found.end());
  std::vector<fs::path> runs;
  for (auto& [time, path] : found) runs.push_back(std::move(path));
  return runs;
}

std::string truth_lines(const std::vector<Image>& images) {
  std::string lines;
  for (const Image& image : images) {
    if (image.truth.empty()) continue;
    const std::string name = Json(image.name).dump(-1, ' ', false, Json::error_handler_t::replace);
    lines += fmt::format("{{\"image_name\": {}, \"truth\": {}}}\n", name, image.truth);
  }
  return lines;
}

Expected<FoundRuns> find_runs(const std::vector<fs::path>& roots) {
  FoundRuns found;
  FolderWalk folders;
  for (const fs::path& root : roots) {
    std::error_code error;
    const bool is_folder = fs::is_directory(root, error);
    const auto readable =
        is_folder ? FolderWalk().entries(root) : fail(error ? error.message() : "not a folder");
    if (!readable) {
      return fail(fmt::format("{}: {}; give the folder that holds run directories",
                              plain_text(root.string()), readable.error().message));
    }
    const std::size_t run_count = found.folders.size(), warning_count = found.warnings.size();
    Walk walk{folder_name(root), folders, found};
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
