#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sightmark {

// A named value that is recorded as it was found, such as {"driver_version", "570.86"}. What is not
// known has no fact. Names are snake_case with the unit at the end, as in files ("gpu_clock_mhz").
struct Fact {
  std::string name;
  std::variant<std::string, std::int64_t, double, bool, std::vector<std::string>> value;

  bool operator==(const Fact&) const = default;
};

using Facts = std::vector<Fact>;

// Adds the fact where there is a value.
template <typename Value>
void add_fact(Facts& facts, std::string name, const std::optional<Value>& value) {
  if (value) facts.push_back({std::move(name), *value});
}

// The value of the fact of that name where it is a number.
std::optional<double> number_of(const Facts& facts, std::string_view name);

// The same of a text, or of a list of texts, parted by ", "; empty where there is none.
std::string text_of(const Facts& facts, std::string_view name);

}  // namespace sightmark
