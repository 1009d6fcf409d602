#include "run/run_telemetry.h"

#include <algorithm>

#include "run/power_record.h"

namespace sightmark {
namespace {

constexpr std::chrono::seconds kSlice{20};
// Shortest last slice; it needs enough samples to have an energy.
constexpr std::chrono::seconds kHeldBack{10};

void raise(std::optional<double>& peak, std::optional<double> value) {
  if (value) peak = std::max(peak.value_or(*value), *value);
}

}  // namespace

void RunTelemetry::advance(Instant moment, std::chrono::milliseconds kept_for) {
  if (moment - begin_ < kSlice + kHeldBack) return;
  add(begin_, moment - kHeldBack);
  begin_ = moment - kHeldBack;
  sampler_.forget_before(std::min(begin_, moment - kept_for));
}

RunCost RunTelemetry::finish(Instant end) {
  add(begin_, end);
  if (cost_.energy_j) cost_.mean_w = *cost_.energy_j / seconds_between(start_, end);
  return cost_;
}

void RunTelemetry::add(Instant from, Instant to) {
  const TelemetryWindow window = sampler_.window(from, to);
  raise(cost_.system_peak_mb, window.memory.system_peak_mb);
  raise(cost_.engine_peak_mb, window.memory.engine_peak_mb);
  raise(cost_.gpu_peak_mb, window.memory.gpu_peak_mb);

  const WindowPower power = headline_power(window.rails);
  const bool is_known = power.energy_j && (is_empty_ || cost_.energy_j);
  cost_.energy_j =
      is_known ? std::optional(cost_.energy_j.value_or(0) + *power.energy_j) : std::nullopt;
  if (!window.rails.empty()) cost_.scope = power.scope;
  is_empty_ = false;
}

}  // namespace sightmark
