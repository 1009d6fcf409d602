#include "audit/obstacle.h"

#include <fmt/format.h>

namespace sightmark {
namespace {

std::optional<std::string> difference_of(const Attribute& attribute, const RunMetrics& a,
                                         const RunMetrics& b) {
  if (attribute.within && a.*attribute.within != b.*attribute.within) return std::nullopt;
  if (attribute.of_pair) return attribute.of_pair(a, b);
  const auto values = attribute.values({&a, &b});
  const auto &own = values[0], &other = values[1];
  if (!own || !other) return std::nullopt;
  const bool is_comparable =
      attribute.comparable_with_none.empty() ||
      (*own != attribute.comparable_with_none && *other != attribute.comparable_with_none);
  if (*own == *other && is_comparable) return std::nullopt;
  return fmt::format("{} ({} in A, {} in B)", attribute.subject, *own, *other);
}

}  // namespace

std::vector<std::string> differences(const RunMetrics& a, const RunMetrics& b, MetricKind kind,
                                     Severity severity) {
  std::vector<std::string> found;
  for (const Attribute& attribute : attributes()) {
    if (attribute.severity(kind) != severity) continue;
    if (auto own = difference_of(attribute, a, b)) found.push_back(std::move(*own));
  }
  return found;
}

}  // namespace sightmark
