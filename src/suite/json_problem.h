#pragma once

#include <string>

namespace sightmark {

// What an exception of nlohmann-json tells of text that is no JSON, for a person: "line 3, column
// 5: syntax error while ...". On one line, and not long.
std::string json_problem(const char* what);

}  // namespace sightmark
