#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

namespace sightmark {

// One kind of question that is asked about every image.
struct Task {
  std::string name;     // "caption_brief"
  std::string purpose;  // what it is for, in a few words
  std::string prompt;

  bool operator==(const Task&) const = default;
};

// A set of tasks. A change of any prompt is a new version.
struct Suite {
  std::string name, version;
  std::vector<Task> tasks;

  bool operator==(const Suite&) const = default;
};

// The suites that are built in, by name: five-task.
std::vector<Suite> built_in_suites();

// The suite of that name that is built in ("five-task"); else the name is a path of a JSON file.
// Fails with the path, and what to mend there. A file may not give another suite a built-in name.
Expected<Suite> load_suite(const std::string& name_or_path);

// A suite as JSON, {"name": ..., "version": ..., "tasks": [{"name": ..., "purpose": ..., "prompt":
// ...}]}. Parsing fails with the line or field that is wrong; each text of what it returns is valid
// UTF-8, and each prompt has words.
Expected<Suite> parse_suite(std::string_view json);
std::string to_json(const Suite& suite);

// The message of a nlohmann-json exception about text that is no JSON, for users: "line 3, column
// 5: syntax error while ...". On one line, and not long.
std::string json_problem(const char* what);

}  // namespace sightmark
