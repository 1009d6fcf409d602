#include "suite/suite.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

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

using Json = nlohmann::ordered_json;  // keeps the order of fields

constexpr std::size_t kTaskLimit = 1000;
constexpr std::size_t kNameByteLimit = 64;  // names become columns of tables
constexpr std::string_view kNameCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
constexpr std::size_t kPurposeByteLimit = 1024;
constexpr std::size_t kPromptByteLimit = 64 << 10;

tl::unexpected<Error> wrong(std::string_view field, std::string_view what) {
  return fail(fmt::format("field \"{}\" {}", plain_text(shortened(field, 80)), what));
}

// Fails where there is another field: most likely a known one, misspelt.
Expected<void> check_fields(const Json& object, std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : object.items()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    return wrong(key, fmt::format("is unknown; the fields here are {}", fmt::join(known, ", ")));
  }
  return {};
}

Expected<std::string> text_field(const Json& object, const char* field, std::size_t byte_limit) {
  const auto found = object.find(field);
  if (found == object.end()) return wrong(field, "is missing");
  if (!found->is_string()) return wrong(field, "is not a text; put it in quotes");
  auto text = found->get<std::string>();
  const bool is_blank = text.find_first_not_of(" \t\r\n") == text.npos;
  if (is_blank) return wrong(field, "is empty");
  if (text.size() <= byte_limit) return text;
  return wrong(field, fmt::format("is longer than {} bytes; shorten it", byte_limit));
}

// A text that may stand in a file's name and in a table.
Expected<std::string> name_field(const Json& object, const char* field) {
  auto name = text_field(object, field, kNameByteLimit);
  if (!name || name->find_first_not_of(kNameCharacters) == name->npos) return name;
  return wrong(field, fmt::format("is \"{}\"; only letters, digits, _ and - may be in it",
                                  plain_text(*name)));
}

Expected<Task> parse_task(const Json& json) {
  if (!json.is_object()) return fail("it is not an object; write {\"name\": ..., \"prompt\": ...}");
  if (auto known = check_fields(json, {"name", "purpose", "prompt"}); !known) {
    return tl::unexpected(known.error());
  }
  auto name = name_field(json, "name");
  auto purpose = json.contains("purpose") ? text_field(json, "purpose", kPurposeByteLimit)
                                          : Expected<std::string>();
  auto prompt = text_field(json, "prompt", kPromptByteLimit);
  for (const auto* field : {&name, &purpose, &prompt}) {
    if (!*field) return tl::unexpected(field->error());
  }
  return Task{std::move(*name), std::move(*purpose), std::move(*prompt)};
}

Expected<std::vector<Task>> parse_tasks(const Json& suite) {
  const auto list = suite.find("tasks");
  if (list == suite.end() || !list->is_array() || list->empty() || list->size() > kTaskLimit) {
    return wrong("tasks", fmt::format("must be a list of 1 to {} tasks", kTaskLimit));
  }
  std::vector<Task> tasks;
  std::set<std::string> names;
  for (const Json& item : *list) {
    auto task = parse_task(item);
    if (task && !names.insert(task->name).second) {
      task = wrong("name",
                   fmt::format("is \"{}\" as in a task before; name it otherwise", task->name));
    }
    if (!task) return fail(fmt::format("task {}: {}", tasks.size() + 1, task.error().message));
    tasks.push_back(std::move(*task));
  }
  return tasks;
}

Expected<Json> parse_json(std::string_view text) {
  try {
    return Json::parse(text.begin(), text.end());
  } catch (const Json::exception& error) {
    return fail(json_problem(error.what()));
  }
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

Expected<Suite> parse_suite(std::string_view text) {
  const auto json = parse_json(text);
  if (!json) return tl::unexpected(json.error());
  if (!json->is_object()) {
    return fail("it is not an object; sightmark suite show five-task --json shows the form");
  }
  if (auto known = check_fields(*json, {"name", "version", "tasks"}); !known) {
    return tl::unexpected(known.error());
  }
  auto name = name_field(*json, "name");
  auto version = text_field(*json, "version", kNameByteLimit);
  if (!name) return tl::unexpected(name.error());
  if (!version) return tl::unexpected(version.error());
  auto tasks = parse_tasks(*json);
  if (!tasks) return tl::unexpected(tasks.error());
  return Suite{std::move(*name), std::move(*version), std::move(*tasks)};
}

std::string to_json(const Suite& suite) {
  Json tasks = Json::array();
  for (const Task& task : suite.tasks) {
    Json json = {{"name", task.name}};
    if (!task.purpose.empty()) json["purpose"] = task.purpose;
    json["prompt"] = task.prompt;
    tasks.push_back(std::move(json));
  }
  return Json{{"name", suite.name}, {"version", suite.version}, {"tasks", std::move(tasks)}}.dump(
             2) +
         '\n';
}

std::string json_problem(const char* what) {
  constexpr std::size_t kLength = 200;  // it quotes what it read last, which may be long
  constexpr std::string_view kIdEnd = "] ", kPlace = "parse error at ";
  std::string_view problem = what;
  if (const auto id_end = problem.find(kIdEnd); id_end != problem.npos) {
    problem.remove_prefix(id_end + kIdEnd.size());
  }
  if (problem.starts_with(kPlace)) problem.remove_prefix(kPlace.size());
  return shortened(plain_text(problem), kLength);
}

}  // namespace sightmark
