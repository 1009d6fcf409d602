#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sightmark {

// A JSON object written field by field on one line: a record is made 2,500 times a run, while
// nothing else may take time. Numbers have three decimals at most, or as many as said.
class JsonObject {
 public:
  void add(std::string_view key, std::string_view text);  // not UTF-8: with replacements
  void add(std::string_view key, const char* text) { add(key, std::string_view(text)); }
  void add(std::string_view key, std::int64_t number);
  void add(std::string_view key, double number, int decimal_count = 3);  // not finite: null
  void add_json(std::string_view key, std::string_view json);            // as it stands

  // The field is left out where there is no number.
  void add(std::string_view key, std::optional<std::int64_t> number);
  void add(std::string_view key, std::optional<double> number, int decimal_count = 3);

  bool is_empty() const { return fields_.empty(); }
  std::string text() const { return '{' + fields_ + '}'; }

 private:
  void add_key(std::string_view key);

  std::string fields_;
};

// A number as JSON with at most so many decimals; null where it is not finite.
std::string json_number(double number, int decimal_count);

}  // namespace sightmark
