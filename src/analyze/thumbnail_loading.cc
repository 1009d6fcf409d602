#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <unordered_map>

#include "analyze/run_loading.h"
#include "base/file.h"
#include "base/parallel.h"
#include "render/thumbnail.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

constexpr int kSide = 128;  // pixels
constexpr std::size_t kMostImages = 100, kMostBytes = 256 * 1024;
constexpr std::size_t kLargestFile = 32 << 20;

// An image, and the runs that show it.
struct Candidate {
  fs::path file;
  std::vector<std::pair<std::size_t, std::string>> uses;  // run and name there
  std::optional<std::string> thumbnail = std::nullopt;
};

// The folder that holds the images of a set: itself, or that of the list.
fs::path folder_of(const std::string& image_set) {
  std::error_code ignored;
  if (image_set.empty()) return {};
  fs::path folder = fs::is_directory(image_set, ignored) ? fs::path(image_set)
                                                         : fs::path(image_set).parent_path();
  if (folder.empty()) folder = ".";
  return fs::is_directory(folder, ignored) ? folder : fs::path();
}

// The first images of each run, then the second ones, and so on, as far as there are files.
std::vector<Candidate> candidates(const std::vector<RunExcerpt>& excerpts) {
  std::vector<fs::path> folders;
  std::size_t most_trials = 0;
  for (const RunExcerpt& excerpt : excerpts) {
    folders.push_back(folder_of(excerpt.image_set));
    most_trials = std::max(most_trials, excerpt.trials.size());
  }
  std::vector<Candidate> found;
  std::unordered_map<std::string, std::size_t> place_by_file;
  const auto add = [&](std::size_t run, const std::string& name) {
    const fs::path file = folders[run] / name;
    const auto known = place_by_file.find(file.native());
    std::error_code ignored;
    if (known != place_by_file.end()) {
      found[known->second].uses.emplace_back(run, name);
    } else if (found.size() < kMostImages && fs::is_regular_file(file, ignored)) {
      place_by_file.emplace(file.native(), found.size());
      found.push_back({file, {{run, name}}});
    }
  };
  for (std::size_t i = 0; i < most_trials; ++i) {
    for (std::size_t run = 0; run < excerpts.size(); ++run) {
      const auto& trials = excerpts[run].trials;
      if (!folders[run].empty() && i < trials.size()) add(run, trials[i].image);
    }
  }
  return found;
}

}  // namespace

PageThumbnails load_thumbnails(const std::vector<RunExcerpt>& excerpts, std::size_t job_count) {
  std::vector<Candidate> images = candidates(excerpts);
  parallel_for(images.size(), job_count, [&](std::size_t i) {
    const auto bytes = read_file(images[i].file, kLargestFile);
    if (bytes) images[i].thumbnail = thumbnail(*bytes, kSide);
  });
  PageThumbnails made{.index_by_image =
                          std::vector<std::map<std::string, std::size_t>>(excerpts.size())};
  std::size_t byte_count = 0;
  for (Candidate& image : images) {
    if (!image.thumbnail || byte_count + image.thumbnail->size() > kMostBytes) continue;
    byte_count += image.thumbnail->size();
    for (const auto& [run, name] : image.uses) {
      made.index_by_image[run].emplace(name, made.jpegs.size());
    }
    made.jpegs.push_back(std::move(*image.thumbnail));
  }
  return made;
}

}  // namespace sightmark
