#include "telemetry/track.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <sstream>

#include "stats/quantile.h"
#include "telemetry/system_file.h"

namespace sightmark {
namespace {

using Values = std::span<const TimedValue>;

// The values within the window, or the latest one before its end.
Values latest_within(Values values, Instant from, Instant to) {
  const std::size_t end = count_until(values, to);
  if (end == 0) return {};
  const std::size_t begin = std::min(count_until(values, from - Instant::duration(1)), end - 1);
  return values.subspan(begin, end - begin);
}

// Of the line "cpu  user nice system idle iowait irq softirq steal ..." in /proc/stat; guest time
// is in user time already.
constexpr std::size_t kColumnCount = 8, kIdle = 3, kIowait = 4;

}  // namespace

void Quantity::add(Instant moment, std::optional<double> value, TelemetryRows& rows) {
  if (!value) return;
  series.add({moment, *value});
  rows.add(moment, key, *value);
}

std::optional<double> Quantity::latest(Instant to) const {
  const std::size_t count = count_until(series.values(), to);
  return count > 0 ? std::optional(series.values()[count - 1].value) : std::nullopt;
}

std::optional<double> Quantity::peak(Instant from, Instant to) const {
  const Values values = latest_within(series.values(), from, to);
  if (values.empty()) return std::nullopt;
  return std::ranges::max(values, {}, &TimedValue::value).value;
}

void MeterTrack::add(Instant moment, const std::vector<PowerReading>& readings,
                     TelemetryRows& rows) {
  if (rails_.empty()) {
    for (const PowerReading& reading : readings) {
      const auto key = [&](std::string_view unit) {
        return series_key(source_, reading.rail, reading.scope, unit);
      };
      rails_.push_back({reading.rail, reading.scope, {key("W")}, {key("J")}});
    }
  }
  for (std::size_t i = 0; i < std::min(rails_.size(), readings.size()); ++i) {
    rails_[i].watts.add(moment, readings[i].power_w, rows);
    rails_[i].joules.add(moment, readings[i].energy_j, rows);
  }
}

std::vector<RailWindow> MeterTrack::windows(Instant from, Instant to) const {
  std::vector<RailWindow> found;
  for (const Rail& rail : rails_) {
    const PowerSummary power = power_summary(rail.watts.series.values(), from, to);
    const auto counter_energy_j = counter_energy(rail.joules.series.values(), from, to);
    RailWindow window{.source = source_,
                      .rail = rail.name,
                      .scope = rail.scope,
                      .mean_w = power.mean_w,
                      .peak_w = power.peak_w,
                      .min_w = power.min_w,
                      .energy_j = power.energy_j,
                      .counter_energy_j = counter_energy_j,
                      .sample_count = power.sample_count};
    if (rail.watts.series.values().empty() && counter_energy_j) {
      window.mean_w = *counter_energy_j / seconds_between(from, to);
    }
    found.push_back(std::move(window));
  }
  return found;
}

void MeterTrack::forget_before(Instant moment) {
  for (Rail& rail : rails_) {
    rail.watts.series.forget_before(moment);
    rail.joules.series.forget_before(moment);
  }
}

std::optional<CpuTime> cpu_time(const std::filesystem::path& proc) {
  std::istringstream line(read_text(proc / "stat").value_or(""));
  std::string name;
  std::array<double, kColumnCount> ticks{};
  line >> name;
  for (double& column : ticks) line >> column;
  if (!line || name != "cpu") return std::nullopt;
  const double total = std::accumulate(ticks.begin(), ticks.end(), 0.0);
  const double tick_s = 1.0 / static_cast<double>(::sysconf(_SC_CLK_TCK));
  return CpuTime{(total - ticks[kIdle] - ticks[kIowait]) * tick_s, total * tick_s};
}

std::optional<double> gpu_utilization_percent(const Meters& meters,
                                              const std::vector<bool>& is_engines) {
  const bool is_any_known = std::ranges::find(is_engines, true) != is_engines.end();
  std::vector<double> percents;
  for (std::size_t i = 0; i < meters.size(); ++i) {
    if (is_any_known && !is_engines[i]) continue;
    if (const auto percent = meters[i]->utilization_percent()) percents.push_back(*percent);
  }
  return mean(percents);
}

void SystemTrack::add(Instant moment, const LoadSample& sample, TelemetryRows& rows) {
  if (sample.cpu) {
    cpu_busy_.add(moment, sample.cpu->busy_s, rows);
    cpu_total_.add(moment, sample.cpu->total_s, rows);
  }
  gpu_percent_.add(moment, sample.gpu_percent, rows);
}

void SystemTrack::add(Instant moment, const MemorySample& sample, TelemetryRows& rows) {
  if (sample.system) {
    used_.add(moment, sample.system->used_mb(), rows);
    available_.add(moment, sample.system->available_mb, rows);
  }
  if (sample.engine) {
    const bool is_rss = sample.engine->kind == ProcessMemoryKind::Rss;
    (is_rss ? engine_rss_ : engine_pss_).add(moment, sample.engine->mb, rows);
  }
  std::optional<double> gpu_sum_mb;
  for (const auto& gpu_mb : sample.gpu_mb) {
    if (gpu_mb) gpu_sum_mb = gpu_sum_mb.value_or(0) + *gpu_mb;
  }
  engine_gpu_.add(moment, gpu_sum_mb, rows);
}

MemoryWindow SystemTrack::memory(Instant from, Instant to) const {
  const bool is_rss = !engine_rss_.series.values().empty();
  const Quantity& engine = is_rss ? engine_rss_ : engine_pss_;
  return {.system_used_mb = used_.latest(to),
          .system_available_mb = available_.latest(to),
          .system_peak_mb = used_.peak(from, to),
          .engine_mb = engine.latest(to),
          .engine_peak_mb = engine.peak(from, to),
          .gpu_mb = engine_gpu_.latest(to),
          .gpu_peak_mb = engine_gpu_.peak(from, to)};
}

std::optional<double> SystemTrack::gpu_percent(Instant from, Instant to) const {
  const Values values = latest_within(gpu_percent_.series.values(), from, to);
  std::vector<double> percents;
  for (const TimedValue& v : values) percents.push_back(v.value);
  return mean(percents);
}

std::optional<double> SystemTrack::cpu_percent(Instant from, Instant to) const {
  const Values busy = cpu_busy_.series.values(), total = cpu_total_.series.values();
  if (total.size() < 2) return std::nullopt;
  const std::size_t last = total.size() - 1;
  const std::size_t end = std::clamp<std::size_t>(count_until(total, to), 1, last);
  const std::size_t until_from = count_until(total, from);
  const std::size_t begin = std::min(until_from > 0 ? until_from - 1 : 0, end - 1);
  const double elapsed_s = total[end].value - total[begin].value;
  if (elapsed_s <= 0) return std::nullopt;
  return std::clamp(100 * (busy[end].value - busy[begin].value) / elapsed_s, 0.0, 100.0);
}

void SystemTrack::forget_before(Instant moment) {
  for (Quantity* quantity : {&cpu_busy_, &cpu_total_, &gpu_percent_, &used_, &available_,
                             &engine_pss_, &engine_rss_, &engine_gpu_}) {
    quantity->series.forget_before(moment);
  }
}

}  // namespace sightmark
