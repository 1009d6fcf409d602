#pragma once

#include <string>
#include <vector>

#include "telemetry/energy.h"
#include "telemetry/power_meter.h"
#include "telemetry/sampler.h"
#include "telemetry/telemetry_log.h"

namespace sightmark {

// What one meter has said over time.
class MeterTrack {
 public:
  explicit MeterTrack(std::string source) : source_(std::move(source)) {}

  void add(Instant moment, const std::vector<PowerReading>& readings, TelemetryRows& rows);

  std::vector<RailWindow> windows(Instant from, Instant to) const;
  void forget_before(Instant moment);

 private:
  struct Rail {
    std::string name;
    PowerScope scope;
    Series watts, joules;
    std::string power_key, energy_key;  // in telemetry.csv
  };

  std::string source_;
  std::vector<Rail> rails_;
};

}  // namespace sightmark
