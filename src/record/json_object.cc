#include "record/json_object.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <cmath>

#include "base/text.h"

namespace sightmark {
namespace {

void append_escaped(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) {
          out += c;
        } else {
          fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
        }
    }
  }
  out += '"';
}

}  // namespace

std::string json_number(double number, int decimal_count) {
  if (!std::isfinite(number)) return "null";
  const double unit = std::pow(10.0, decimal_count);
  const double rounded = std::round(number * unit) / unit;
  // Beyond 2^53 there is nothing to round, and the product may overflow.
  return fmt::format("{}", std::abs(number) < 9e15 / unit ? rounded : number);
}

void JsonObject::add_key(std::string_view key) {
  if (!fields_.empty()) fields_ += ", ";
  append_escaped(fields_, key);
  fields_ += ": ";
}

void JsonObject::add(std::string_view key, std::string_view text) {
  add_key(key);
  const bool is_utf8 = simdjson::validate_utf8(text.data(), text.size());
  append_escaped(fields_, is_utf8 ? text : plain_text(text));
}

void JsonObject::add(std::string_view key, std::int64_t number) {
  add_key(key);
  fmt::format_to(std::back_inserter(fields_), "{}", number);
}

void JsonObject::add(std::string_view key, double number, int decimal_count) {
  add_json(key, json_number(number, decimal_count));
}

void JsonObject::add_json(std::string_view key, std::string_view json) {
  add_key(key);
  fields_ += json;
}

void JsonObject::add(std::string_view key, std::optional<std::int64_t> number) {
  if (number) add(key, *number);
}

void JsonObject::add(std::string_view key, std::optional<double> number, int decimal_count) {
  if (number) add(key, *number, decimal_count);
}

}  // namespace sightmark
