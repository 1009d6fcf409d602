#include "telemetry/meter_track.h"

#include <algorithm>

namespace sightmark {
namespace {

// A day at 10 samples a second; 16 MiB a rail at most.
constexpr std::size_t kSampleLimit = 1 << 20;

}  // namespace

void MeterTrack::add(Instant moment, const std::vector<PowerReading>& readings,
                     TelemetryRows& rows) {
  if (rails_.empty()) {
    for (const PowerReading& reading : readings) {
      rails_.push_back({reading.rail, reading.scope, Series(kSampleLimit), Series(kSampleLimit),
                        rows.series_key(source_, reading.rail, reading.scope, "W"),
                        rows.series_key(source_, reading.rail, reading.scope, "J")});
    }
  }
  for (std::size_t i = 0; i < std::min(rails_.size(), readings.size()); ++i) {
    Rail& rail = rails_[i];
    if (const auto power_w = readings[i].power_w) {
      rail.watts.add({moment, *power_w});
      rows.add(moment, rail.power_key, *power_w);
    }
    if (const auto energy_j = readings[i].energy_j) {
      rail.joules.add({moment, *energy_j});
      rows.add(moment, rail.energy_key, *energy_j);
    }
  }
}

std::vector<RailWindow> MeterTrack::windows(Instant from, Instant to) const {
  std::vector<RailWindow> found;
  for (const Rail& rail : rails_) {
    const PowerSummary power = power_summary(rail.watts.values(), from, to);
    const auto counted_j = counter_energy(rail.joules.values(), from, to);
    RailWindow window{.source = source_,
                      .rail = rail.name,
                      .scope = rail.scope,
                      .mean_w = power.mean_w,
                      .peak_w = power.peak_w,
                      .min_w = power.min_w,
                      .energy_j = power.energy_j,
                      .counter_energy_j = counted_j,
                      .sample_count = power.sample_count};
    if (rail.watts.values().empty() && counted_j) {
      window.mean_w = *counted_j / seconds_between(from, to);
    }
    found.push_back(std::move(window));
  }
  return found;
}

void MeterTrack::forget_before(Instant moment) {
  for (Rail& rail : rails_) {
    rail.watts.forget_before(moment);
    rail.joules.forget_before(moment);
  }
}

}  // namespace sightmark
