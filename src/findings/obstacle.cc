#include "findings/obstacle.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "base/number.h"
#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::size_t kNameLimit = 60;  // code points of a name from a file

using Clause = std::optional<std::string>;

bool is_one_of(Quantity quantity, std::initializer_list<Quantity> some) {
  return std::find(some.begin(), some.end(), quantity) != some.end();
}

// The tasks that both runs asked in, but not in the same words.
Clause other_prompts(const RunMetrics& a, const RunMetrics& b) {
  std::size_t count = 0;
  std::string first;
  for (const TaskMetrics& own : a.speed_quality.tasks) {
    for (const TaskMetrics& other : b.speed_quality.tasks) {
      const bool is_known = !own.prompts.empty() && !other.prompts.empty();
      if (own.task != other.task || !is_known || own.prompts == other.prompts) continue;
      if (count++ == 0) first = shortened(own.task, kNameLimit);
    }
  }
  if (count == 0) return std::nullopt;
  return fmt::format("the question differs in {}{}", counted(count, "task"),
                     first.empty() ? "" : fmt::format(", {}{}", count > 1 ? "first " : "", first));
}

// Images of the same names, but with other bytes.
Clause other_pictures(const RunMetrics& a, const RunMetrics& b) {
  const std::string &own = a.meta.image_set_sha256, &other = b.meta.image_set_sha256;
  if (own.empty() || other.empty() || own == other) return std::nullopt;
  if (a.conditions.image_names_sha256 != b.conditions.image_names_sha256) return std::nullopt;
  return "images of the same names are other pictures";
}

Clause other_limit(const RunMetrics& a, const RunMetrics& b) {
  const auto own = a.conditions.max_new_tokens, other = b.conditions.max_new_tokens;
  if (!own || !other || *own == *other) return std::nullopt;
  return fmt::format("the limit on tokens is {} in A and {} in B", *own, *other);
}

std::string load_in_words(const RunMeta& meta) {
  std::string words =
      counted(static_cast<std::size_t>(meta.concurrency.value_or(1)), "request") + " at a time";
  if (meta.rate) words += fmt::format(", {} a second", exact(meta.rate));
  if (meta.batch_size.value_or(1) > 1) words += fmt::format(", batches of {}", *meta.batch_size);
  return words;
}

Clause other_load(const RunMetrics& a, const RunMetrics& b) {
  const std::string own = load_in_words(a.meta), other = load_in_words(b.meta);
  if (own == other) return std::nullopt;
  return fmt::format("the load is {} in A and {} in B", own, other);
}

Clause other_counters(const RunMetrics& a, const RunMetrics& b) {
  const auto &own = a.conditions.token_counters, &other = b.conditions.token_counters;
  if (own.empty() || other.empty() || own == other) return std::nullopt;
  return fmt::format("tokens are counted by {} in A and by {} in B",
                     shortened(own.front(), kNameLimit), shortened(other.front(), kNameLimit));
}

Clause other_power(const RunMetrics& a, const RunMetrics& b) {
  const PowerScope own = a.conditions.power_scope, other = b.conditions.power_scope;
  if (own == PowerScope::Unknown || other == PowerScope::Unknown) {
    return fmt::format("what power covers is not known in {}", own == other ? "either run"
                                                               : own == PowerScope::Unknown ? "A"
                                                                                            : "B");
  }
  if (own == other) return std::nullopt;
  return fmt::format("power covers {} in A and {} in B", power_scope_in_words(own),
                     power_scope_in_words(other));
}

}  // namespace

std::vector<std::string> obstacles(const RunMetrics& a, const RunMetrics& b, Quantity quantity) {
  using enum Quantity;
  std::vector<std::string> found;
  const auto add = [&](bool bears, Clause clause) {
    if (bears && clause) found.push_back(std::move(*clause));
  };
  add(true, other_prompts(a, b));
  add(true, other_pictures(a, b));
  add(is_one_of(quantity, {Latency, Tokens, Energy, Length, Accuracy}), other_limit(a, b));
  add(is_one_of(quantity, {Latency, FirstToken, Decoding, Energy}), other_load(a, b));
  add(is_one_of(quantity, {Tokens, Decoding}), other_counters(a, b));
  add(quantity == Energy, other_power(a, b));
  return found;
}

}  // namespace sightmark
