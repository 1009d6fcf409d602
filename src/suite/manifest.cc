#include "suite/manifest.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "suite/json_problem.h"

namespace sightmark {
namespace {

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

}  // namespace

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
