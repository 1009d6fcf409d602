#include "base/csv.h"

#include <fmt/ranges.h>

#include "base/text.h"

namespace sightmark {

std::string csv_text(std::string_view text) {
  std::string field = plain_text(text);
  if (field.find_first_of("=+-@") == 0) field.insert(0, 1, '\'');
  if (field.find_first_of(",;\"") == std::string::npos) return field;

  std::string quoted = "\"";
  for (const char c : field) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

std::string csv_row(const std::vector<std::string>& fields) {
  return fmt::format("{}\n", fmt::join(fields, ","));
}

}  // namespace sightmark
