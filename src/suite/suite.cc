#include "suite/suite.h"

#include <fmt/format.h>

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
  for (Suite& suite : built_in_suites()) {
    if (suite.name == name_or_path) return std::move(suite);
  }
  const auto json = read_file(name_or_path, kSuiteByteLimit);
  if (!json) {
    return fail(
        fmt::format("{}; give the name of a built-in suite (sightmark suite list) or the "
                    "path of a JSON file",
                    json.error().message));
  }
  auto suite = parse_suite(*json);
  if (!suite) return fail(fmt::format("{}: {}", plain_text(name_or_path), suite.error().message));
  return suite;
}

}  // namespace sightmark
