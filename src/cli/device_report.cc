#include "cli/device_report.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/clock.h"

namespace sightmark {
namespace {

constexpr std::chrono::milliseconds kBetweenReadings{300};

struct TimedReading {
  Instant moment;
  std::vector<PowerReading> rails;
};

TimedReading reading_of(PowerMeter& meter) {
  auto rails = meter.read();
  return {now(), rails ? std::move(*rails) : std::vector<PowerReading>{}};
}

LiveRail live_rail(const std::string& source, const PowerReading& first, const PowerReading& second,
                   double elapsed_s) {
  LiveRail rail{source, second.rail, second.scope, second.power_w, false};
  if (!rail.power_w && first.energy_j && second.energy_j) {
    rail.power_w = (*second.energy_j - *first.energy_j) / elapsed_s;
    rail.is_from_counter = true;
  }
  return rail;
}

std::vector<LiveRail> live_rails(const SystemRoots& roots) {
  const auto meters = find_power_meters(roots);
  std::vector<TimedReading> first;
  for (const auto& meter : meters) first.push_back(reading_of(*meter));
  if (!meters.empty()) std::this_thread::sleep_for(kBetweenReadings);

  std::vector<LiveRail> rails;
  for (std::size_t i = 0; i < meters.size(); ++i) {
    const TimedReading second = reading_of(*meters[i]);
    const double elapsed_s = seconds_between(first[i].moment, second.moment);
    for (std::size_t j = 0; j < std::min(first[i].rails.size(), second.rails.size()); ++j) {
      rails.push_back(live_rail(meters[i]->name(), first[i].rails[j], second.rails[j], elapsed_s));
    }
  }
  return rails;
}

}  // namespace

DeviceReport device_report(const SystemRoots& roots) {
  return {machine_facts(roots), device_state(roots), live_rails(roots), capabilities(roots)};
}

}  // namespace sightmark
