#pragma once

#include <string>

namespace sightmark {

// The message of a nlohmann-json exception about text that is no JSON, for users: "line 3, column
// 5: syntax error while ...". On one line, and not long.
std::string json_problem(const char* what);

}  // namespace sightmark
