#include "engine/engine.h"

#include <array>

namespace sightmark {

std::string_view failure_kind_name(FailureKind kind) {
  constexpr auto kNames = std::to_array<std::string_view>(  // in the order of the enumeration
      {"refused", "timeout", "http_status", "rate_limited", "malformed", "cut_stream", "empty",
       "invalid_text", "rejected", "died", "local", "cancelled"});
  static_assert(kNames.size() == static_cast<std::size_t>(FailureKind::Cancelled) + 1);
  return kNames.at(static_cast<std::size_t>(kind));
}

void Generation::add_arrival(Instant arrived, std::int64_t token_count) {
  if (!first_token) first_token = arrived;
  const auto since_sent = arrived - sent;
  if (arrivals.empty() || arrivals.back().since_sent != since_sent) {
    arrivals.push_back({since_sent, 0});
  }
  arrivals.back().token_count = token_count;
}

}  // namespace sightmark
