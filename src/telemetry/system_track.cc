#include "telemetry/system_track.h"

#include <algorithm>

namespace sightmark {
namespace {

using Values = std::span<const TimedValue>;

// How many values are not later than `moment`.
std::size_t count_until(Values values, Instant moment) {
  const auto later = std::partition_point(values.begin(), values.end(),
                                          [&](const TimedValue& v) { return v.time <= moment; });
  return static_cast<std::size_t>(later - values.begin());
}

// The values within the window, or the latest one before its end.
Values latest_within(Values values, Instant from, Instant to) {
  const std::size_t end = count_until(values, to);
  if (end == 0) return {};
  const std::size_t begin = std::min(count_until(values, from - Instant::duration(1)), end - 1);
  return values.subspan(begin, end - begin);
}

}  // namespace

void SystemTrack::Quantity::add(Instant moment, std::optional<double> value, TelemetryRows& rows) {
  if (!value) return;
  values.add({moment, *value});
  rows.add(moment, key, *value);
}

std::optional<double> SystemTrack::Quantity::latest(Instant to) const {
  const std::size_t count = count_until(values.values(), to);
  return count > 0 ? std::optional(values.values()[count - 1].value) : std::nullopt;
}

std::optional<double> SystemTrack::Quantity::peak(Instant from, Instant to) const {
  std::optional<double> highest;
  for (const TimedValue& v : latest_within(values.values(), from, to)) {
    highest = std::max(highest.value_or(v.value), v.value);
  }
  return highest;
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
  const bool is_rss = !engine_rss_.values.values().empty();
  const Quantity& engine = is_rss ? engine_rss_ : engine_pss_;
  return {.system_used_mb = used_.latest(to),
          .system_available_mb = available_.latest(to),
          .system_peak_mb = used_.peak(from, to),
          .engine_mb = engine.latest(to),
          .engine_peak_mb = engine.peak(from, to),
          .is_engine_rss = is_rss,
          .gpu_mb = engine_gpu_.latest(to),
          .gpu_peak_mb = engine_gpu_.peak(from, to)};
}

std::optional<double> SystemTrack::gpu_percent(Instant from, Instant to) const {
  const Values values = latest_within(gpu_percent_.values.values(), from, to);
  if (values.empty()) return std::nullopt;
  double sum = 0;
  for (const TimedValue& v : values) sum += v.value;
  return sum / static_cast<double>(values.size());
}

std::optional<double> SystemTrack::cpu_percent(Instant from, Instant to) const {
  const Values busy = cpu_busy_.values.values(), total = cpu_total_.values.values();
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
    quantity->values.forget_before(moment);
  }
}

}  // namespace sightmark
