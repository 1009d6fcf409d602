#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sightmark {

// A text as one CSV field (RFC 4180), quoted where needed. Control characters are replaced, and
// text that a spreadsheet would take for a formula (it starts with = + - @) gets a leading
// apostrophe. A semicolon is quoted too: in some languages spreadsheets split cells at it.
std::string csv_text(std::string_view text);

// One line of comma-separated fields, with its line end. The fields are taken as they stand.
std::string csv_row(const std::vector<std::string>& fields);

}  // namespace sightmark
