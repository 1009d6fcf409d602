#include "run/power_record.h"

#include <algorithm>

#include "base/text.h"

namespace sightmark {
namespace {

constexpr PowerScope kHeadlineOrder[] = {
    PowerScope::GpuBoard,   PowerScope::GpuRail, PowerScope::GpuSocRail, PowerScope::ModuleInput,
    PowerScope::BoardInput, PowerScope::Wall,    PowerScope::CpuPackage, PowerScope::SystemRail,
    PowerScope::CpuRail,    PowerScope::Dram,    PowerScope::Unknown};

std::optional<double> sum(std::optional<double> a, std::optional<double> b) {
  if (!a || !b) return std::nullopt;
  return *a + *b;
}

// Two sources may call a rail the same.
std::string unique_name(const RailWindow& rail, std::span<const RailWindow> rails) {
  const auto has_its_name = [&](const RailWindow& other) { return other.rail == rail.rail; };
  const bool is_unique = std::count_if(rails.begin(), rails.end(), has_its_name) == 1;
  return plain_text(is_unique ? rail.rail : rail.source + ' ' + rail.rail);
}

RailRecord rail_record(const RailWindow& rail, std::string name, bool may_overlap) {
  RailRecord record{std::move(name), rail.scope, rail.mean_w, rail.peak_w, rail.min_w};
  if (may_overlap) return record;
  record.energy_j = rail.energy_j;
  record.counter_energy_j = rail.counter_energy_j;
  return record;
}

void add_source(std::string& method, const std::string& source) {
  if (method.find(source) != std::string::npos) return;
  method += (method.empty() ? "" : ", ") + plain_text(source);
}

}  // namespace

PowerScope headline_scope(std::span<const RailWindow> rails) {
  for (const PowerScope scope : kHeadlineOrder) {
    for (const RailWindow& rail : rails) {
      if (rail.scope == scope) return scope;
    }
  }
  return PowerScope::Unknown;
}

std::optional<PowerRecord> power_record(const TelemetryWindow& window, double duration_s,
                                        bool may_overlap) {
  if (window.rails.empty()) return std::nullopt;
  PowerRecord record{.scope = headline_scope(window.rails), .duration_s = duration_s};
  bool is_first = true;
  for (const RailWindow& rail : window.rails) {
    record.rails.push_back(rail_record(rail, unique_name(rail, window.rails), may_overlap));
    if (rail.scope != record.scope) continue;
    const double nothing = 0;
    record.mean_w = sum(is_first ? nothing : record.mean_w, rail.mean_w);
    record.peak_w = sum(is_first ? nothing : record.peak_w, rail.peak_w);
    record.energy_j = sum(is_first ? nothing : record.energy_j, rail.energy_j);
    record.counter_energy_j =
        sum(is_first ? nothing : record.counter_energy_j, rail.counter_energy_j);
    record.sample_count =
        std::max(record.sample_count, static_cast<std::int64_t>(rail.sample_count));
    add_source(record.method, rail.source);
    is_first = false;
  }
  if (may_overlap) record.mean_w = record.peak_w = record.energy_j = record.counter_energy_j = {};
  return record;
}

SystemState system_state(const TelemetryWindow& window) {
  return {window.cpu_percent, window.memory.system_used_mb, window.memory.system_available_mb};
}

MemoryRecord memory_record(const MemoryWindow& memory) {
  return {memory.system_peak_mb, memory.engine_mb, memory.engine_peak_mb, memory.gpu_mb,
          memory.gpu_peak_mb};
}

}  // namespace sightmark
