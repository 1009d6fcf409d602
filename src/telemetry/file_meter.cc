#include "telemetry/file_meter.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sightmark {
namespace {

std::optional<double> power_w(const FileRail& rail) {
  if (rail.power_factors.empty()) return std::nullopt;
  double product = rail.power_scale_w;
  for (const ValueFile& file : rail.power_factors) {
    const auto factor = file.read();
    if (!factor) return std::nullopt;
    product *= static_cast<double>(*factor);
  }
  return product;
}

std::optional<double> energy_j(FileRail& rail) {
  const auto raw = rail.energy ? rail.energy->read() : std::nullopt;
  if (!raw || *raw < 0) return std::nullopt;
  const std::uint64_t unwrapped = rail.energy_unwrap.unwrapped(static_cast<std::uint64_t>(*raw));
  return static_cast<double>(unwrapped) * rail.energy_scale_j;
}

bool is_unknown(const PowerReading& reading) { return !reading.power_w && !reading.energy_j; }

}  // namespace

std::uint64_t CounterUnwrap::unwrapped(std::uint64_t raw) {
  if (raw < last_) base_ += largest_;
  last_ = raw;
  return base_ + raw;
}

FileMeter::FileMeter(std::string name, std::vector<FileRail> rails, std::optional<BusyFile> busy)
    : name_(std::move(name)), rails_(std::move(rails)), busy_(std::move(busy)) {}

Expected<std::vector<PowerReading>> FileMeter::read() {
  std::vector<PowerReading> readings;
  readings.reserve(rails_.size());
  for (FileRail& rail : rails_) {
    readings.push_back({rail.name, rail.scope, power_w(rail), energy_j(rail)});
  }
  if (!readings.empty() && std::all_of(readings.begin(), readings.end(), is_unknown)) {
    return fail(fmt::format("{}: its files can no longer be read", name_));
  }
  return readings;
}

std::optional<double> FileMeter::utilization_percent() {
  const auto busy = busy_ ? busy_->file.read() : std::nullopt;
  if (!busy) return std::nullopt;
  return static_cast<double>(*busy) * busy_->percent_scale;
}

}  // namespace sightmark
