#include "suite/suite.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.h"
#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::size_t kSuiteByteLimit = 16 << 20;

// A change of any prompt needs a new version: answers to different questions are not comparable.
Suite five_task() {
  return {
      .name = "five-task",
      .version = "1",
      .tasks = {
          {"caption_brief", "what the image shows, in a sentence",
           "Describe this image in one sentence."},
          {"objects_and_counts", "which things are there, and how many of each",
           "Name the main kinds of object in this image and count them. Write each kind on a line "
           "of its own, as \"name: number\". Name at most eight kinds."},
          {"spatial_relationships", "where things are, seen from each other",
           "In two or three sentences, say where the main objects are relative to each other: left "
           "or right, above or below, in front or behind."},
          {"scene_context", "what kind of place it is, and what goes on",
           "In two sentences, describe the setting of this image: what kind of place it is and "
           "what is going on there."},
          {"attributes", "how things look",
           "In two sentences, describe how the main objects in this image look: their colors, "
           "sizes and materials, and the light on them."},
      }};
}

}  // namespace

std::vector<Suite> built_in_suites() { return {five_task()}; }

Expected<Suite> load_suite(const std::string& name_or_path) {
  const std::vector<Suite> built_in = built_in_suites();
  const auto by_name = [&](const std::string& name) {
    return std::find_if(built_in.begin(), built_in.end(),
                        [&](const Suite& suite) { return suite.name == name; });
  };
  if (const auto known = by_name(name_or_path); known != built_in.end()) return *known;

  const auto json = read_file(name_or_path, kSuiteByteLimit);
  if (!json) {
    return fail(
        fmt::format("{}; give the name of a built-in suite (sightmark suite list) or the "
                    "path of a JSON file",
                    json.error().message));
  }
  auto suite = parse_suite(*json);
  if (!suite) return fail(fmt::format("{}: {}", plain_text(name_or_path), suite.error().message));
  const auto namesake = by_name(suite->name);
  if (namesake == built_in.end() || *namesake == *suite) return suite;
  return fail(
      fmt::format("{}: field \"name\" is that of the built-in suite {}, which has other "
                  "tasks; give this one another name",
                  plain_text(name_or_path), suite->name));
}

}  // namespace sightmark
