#pragma once

#include <string>
#include <vector>

#include "study/study.h"

namespace sightmark {

// How often a device is the best, and the worst, by one metric, over the (model, dtype) pairs that
// it shares with other devices, so that devices are compared, not models. A pair is shared only
// where its runs may be compared by the metric (audit/audit.h).
struct DeviceStanding {
  Metric metric;
  std::size_t shared_count, first_count, last_count;

  bool is_strength() const { return 2 * first_count > shared_count; }  // first in more than half
  bool is_weakness() const { return 2 * last_count > shared_count; }
};

// By p90 of latency, generated tokens/s, energy per inference and per generated token, latency
// variation and success rate, where the device has a shared pair. A tie counts for none.
std::vector<DeviceStanding> device_standings(const Study& study, const std::string& device);

}  // namespace sightmark
