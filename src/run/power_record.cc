#include "run/power_record.h"

#include <algorithm>

#include "base/text.h"

namespace sightmark {
namespace {

// The headline scope is the first of these that a rail has.
constexpr PowerScope kHeadlineOrder[] = {
    PowerScope::GpuBoard,   PowerScope::GpuRail, PowerScope::GpuSocRail, PowerScope::ModuleInput,
    PowerScope::BoardInput, PowerScope::Wall,    PowerScope::CpuPackage, PowerScope::SystemRail,
    PowerScope::CpuRail,    PowerScope::Dram,    PowerScope::Unknown};

std::optional<double> sum(std::optional<double> a, std::optional<double> b) {
  if (!a || !b) return std::nullopt;
  return *a + *b;
}

// Two sources may use the same name.
std::string unique_name(const RailWindow& rail, std::span<const RailWindow> rails) {
  const bool is_unique = std::ranges::count(rails, rail.rail, &RailWindow::rail) == 1;
  return plain_text(is_unique ? rail.rail : rail.source + ' ' + rail.rail);
}

RailPower rail_power(const RailWindow& rail, std::string name, bool may_overlap) {
  RailPower power{std::move(name), rail.scope, rail.mean_w, rail.peak_w, rail.min_w, {}, {}};
  if (may_overlap) return power;
  power.energy_j = rail.energy_j;
  power.counter_energy_j = rail.counter_energy_j;
  return power;
}

void add_source(std::string& method, const std::string& source) {
  if (method.find(source) != std::string::npos) return;
  method += (method.empty() ? "" : ", ") + plain_text(source);
}

PowerScope headline_scope(std::span<const RailWindow> rails) {
  for (const PowerScope scope : kHeadlineOrder) {
    if (std::ranges::count(rails, scope, &RailWindow::scope) > 0) return scope;
  }
  return PowerScope::Unknown;
}

}  // namespace

WindowPower headline_power(std::span<const RailWindow> rails) {
  WindowPower power{.scope = headline_scope(rails)};
  bool is_first = true;
  for (const RailWindow& rail : rails) {
    if (rail.scope != power.scope) continue;
    const double nothing = 0;
    power.mean_w = sum(is_first ? nothing : power.mean_w, rail.mean_w);
    power.peak_w = sum(is_first ? nothing : power.peak_w, rail.peak_w);
    power.energy_j = sum(is_first ? nothing : power.energy_j, rail.energy_j);
    power.counter_energy_j =
        sum(is_first ? nothing : power.counter_energy_j, rail.counter_energy_j);
    power.sample_count = std::max(power.sample_count, static_cast<std::int64_t>(rail.sample_count));
    add_source(power.method, rail.source);
    is_first = false;
  }
  return power;
}

void fill_power(Trial& trial, const TelemetryWindow& window, double duration_s, bool may_overlap) {
  if (window.rails.empty()) return;
  for (const RailWindow& rail : window.rails) {
    trial.rails.push_back(rail_power(rail, unique_name(rail, window.rails), may_overlap));
  }
  const WindowPower power = headline_power(window.rails);
  trial.power_method = power.method;
  trial.power_scope = power.scope;
  trial.power_sample_count = power.sample_count;
  trial.power_duration_s = duration_s;
  if (may_overlap) return;
  trial.power_w = power.mean_w;
  trial.power_peak_w = power.peak_w;
  trial.energy_j = power.energy_j;
  trial.counter_energy_j = power.counter_energy_j;
}

SystemState system_state(const TelemetryWindow& window) {
  SystemState state{
      window.cpu_percent, window.memory.system_used_mb, window.memory.system_available_mb, {}};
  const std::optional<double> total_mb = sum(state.ram_used_mb, state.ram_available_mb);
  if (total_mb && *total_mb > 0) state.ram_percent = 100 * *state.ram_used_mb / *total_mb;
  return state;
}

}  // namespace sightmark
