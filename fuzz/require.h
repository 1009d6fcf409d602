#pragma once

#include <simdjson.h>

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace sightmark {

// Ends the program, so that the fuzzer keeps the input, where a statement is not true.
inline void require(bool is_true) {
  if (!is_true) std::abort();
}

// Whether a parser may return `text`.
inline bool is_valid_utf8(std::string_view text) {
  return simdjson::validate_utf8(text.data(), text.size());
}

// The largest numbers are field_reader.cc's.
inline bool is_amount(std::optional<double> value) {
  return !value || (*value >= 0 && *value <= 1e12);
}

inline bool is_count(std::optional<std::int64_t> value) {
  return !value || (*value >= 0 && *value <= 1'000'000'000);
}

}  // namespace sightmark
