#include "base/fact.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sightmark {
namespace {

template <typename Value>
const Value* value_of(const Facts& facts, std::string_view name) {
  const auto fact = std::ranges::find(facts, name, &Fact::name);
  return fact == facts.end() ? nullptr : std::get_if<Value>(&fact->value);
}

}  // namespace

std::optional<double> number_of(const Facts& facts, std::string_view name) {
  if (const auto* number = value_of<double>(facts, name)) return *number;
  if (const auto* whole = value_of<std::int64_t>(facts, name)) return static_cast<double>(*whole);
  return std::nullopt;
}

std::string text_of(const Facts& facts, std::string_view name) {
  if (const auto* text = value_of<std::string>(facts, name)) return *text;
  if (const auto* list = value_of<std::vector<std::string>>(facts, name)) {
    return fmt::format("{}", fmt::join(*list, ", "));
  }
  return {};
}

}  // namespace sightmark
