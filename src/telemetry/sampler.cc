#include "telemetry/sampler.h"

#include <fmt/format.h>
#include <pthread.h>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

#include "telemetry/pace.h"
#include "telemetry/track.h"

namespace sightmark {
namespace {

using namespace std::chrono_literals;

constexpr auto kLoadInterval = 200ms, kMemoryInterval = 500ms, kFlushInterval = 1000ms;

// The next moment of a steady beat after `last`; beats that are over are left out.
Instant next_beat(Instant last, Instant::duration period, Instant moment) {
  const Instant next = last + period;
  return next > moment ? next : next + period * ((moment - next) / period + 1);
}

}  // namespace

struct Sampler::State {
  Meters meters;
  SamplerOptions options;
  std::optional<TelemetryLog> log;  // used by the thread only
  Instant start = now();

  std::mutex reading;       // guards the meters
  mutable std::mutex data;  // guards all below
  std::condition_variable_any has_news;
  TelemetryRows rows;
  std::vector<MeterTrack> tracks;
  SystemTrack system;
  Instant latest_power;  // when the latest sample was begun
  std::vector<pid_t> watched;
  bool has_new_watched = false;
  std::vector<bool> is_engines;  // for each meter: whether the engine holds memory of its GPU
  std::optional<std::string> problem;

  std::jthread thread;  // the last member, so that it ends before what it uses

  State(Meters its_meters, const SamplerOptions& its_options, std::optional<TelemetryLog> its_log);

  void run(const std::stop_token& stop);
  void sample_power();
  void sample_load();
  MemorySample memory_sample();
  void add(const MemorySample& sample);
  void flush();
  bool is_of_another_gpu(std::size_t meter) const;
};

Sampler::State::State(Meters its_meters, const SamplerOptions& its_options,
                      std::optional<TelemetryLog> its_log)
    : meters(std::move(its_meters)),
      options(its_options),
      log(std::move(its_log)),
      rows(start, log.has_value()),
      latest_power(start),
      is_engines(meters.size()) {
  for (const auto& meter : meters) tracks.emplace_back(meter->name());
}

void Sampler::State::run(const std::stop_token& stop) {
  const auto period = std::chrono::nanoseconds(std::llround(1e9 / options.sample_hz));
  Instant power_due = start, load_due = start, flush_due = start;
  Pace memory_pace{kMemoryInterval};  // adding up a large process takes the kernel long
  bool is_memory_due = true;
  while (!stop.stop_requested()) {
    sample_power();
    const Instant moment = now();
    if (moment >= load_due) {
      sample_load();
      load_due = next_beat(load_due, kLoadInterval, moment);
    }
    if (is_memory_due || memory_pace.is_due(moment)) {
      add(memory_pace.spend([&] { return memory_sample(); }));
    }
    if (moment >= flush_due) {
      flush();
      flush_due = next_beat(flush_due, kFlushInterval, moment);
    }
    if (now() >= power_due) power_due = next_beat(power_due, period, now());
    std::unique_lock lock(data);
    has_news.wait_until(lock, stop, power_due, [&] { return has_new_watched; });
    is_memory_due = std::exchange(has_new_watched, false);
  }
  flush();
}

void Sampler::State::sample_power() {
  const Instant asked = now();
  const std::scoped_lock read_lock(reading);
  {
    const std::scoped_lock lock(data);
    if (latest_power > asked) return;  // another thread took one meanwhile
    latest_power = now();
  }
  for (std::size_t i = 0; i < meters.size(); ++i) {
    const Instant before = now();
    const auto readings = meters[i]->read();
    const Instant middle = before + (now() - before) / 2;
    if (!readings) continue;  // a gap, by whose length its energy becomes unknown
    const std::scoped_lock lock(data);
    tracks[i].add(middle, *readings, rows);
  }
}

void Sampler::State::sample_load() {
  LoadSample sample{.cpu = cpu_time(options.proc_root)};
  const Instant moment = now();
  {
    const std::scoped_lock read_lock(reading);
    sample.gpu_percent = gpu_utilization_percent(meters, is_engines);
  }
  const std::scoped_lock lock(data);
  system.add(moment, sample, rows);
}

MemorySample Sampler::State::memory_sample() {
  std::vector<pid_t> roots;
  {
    const std::scoped_lock lock(data);
    roots = watched;
  }
  const std::vector<pid_t> processes = process_tree(options.proc_root, roots);
  MemorySample sample{.system = system_memory(options.proc_root),
                      .engine = memory_of(options.proc_root, processes)};
  const std::scoped_lock read_lock(reading);
  for (const auto& meter : meters) sample.gpu_mb.push_back(meter->memory_mb(processes));
  return sample;
}

void Sampler::State::add(const MemorySample& sample) {
  const std::scoped_lock lock(data);
  for (std::size_t i = 0; i < sample.gpu_mb.size(); ++i) {
    if (sample.gpu_mb[i]) is_engines[i] = true;
  }
  system.add(now(), sample, rows);
}

void Sampler::State::flush() {
  std::string taken;
  {
    const std::scoped_lock lock(data);
    taken = rows.take();
  }
  if (!log || taken.empty()) return;
  const auto written = log->append(taken);
  if (written) return;
  log.reset();
  const std::scoped_lock lock(data);
  problem = written.error().message;
  rows = TelemetryRows(start, false);
}

// Whether the engine is known to use GPUs, and not this meter's.
bool Sampler::State::is_of_another_gpu(std::size_t meter) const {
  const bool is_any_known = std::ranges::find(is_engines, true) != is_engines.end();
  return is_any_known && !is_engines[meter];
}

Sampler::Sampler(std::unique_ptr<State> state) : state_(std::move(state)) {}

Sampler::~Sampler() = default;

Expected<std::unique_ptr<Sampler>> Sampler::start(Meters meters, const SamplerOptions& options) {
  const bool is_rate = options.sample_hz >= 1 && options.sample_hz <= 1000;  // NaN is none
  if (!is_rate) {
    return fail(fmt::format("{} samples a second: give 1 to 1000", options.sample_hz));
  }
  std::optional<TelemetryLog> log;
  if (!options.csv.empty()) {
    auto opened = TelemetryLog::open(options.csv);
    if (!opened) return tl::unexpected(opened.error());
    log.emplace(std::move(*opened));
  }
  auto state = std::make_unique<State>(std::move(meters), options, std::move(log));
  state->thread = std::jthread([&state = *state](const std::stop_token& stop) { state.run(stop); });
  return std::unique_ptr<Sampler>(new Sampler(std::move(state)));
}

void Sampler::watch(std::vector<pid_t> processes) {
  const std::scoped_lock lock(state_->data);
  state_->watched = std::move(processes);
  state_->has_new_watched = true;
  state_->has_news.notify_one();
}

void Sampler::sample_now() { state_->sample_power(); }

TelemetryWindow Sampler::window(Instant from, Instant to) const {
  const std::scoped_lock lock(state_->data);
  TelemetryWindow window;
  for (std::size_t i = 0; i < state_->tracks.size(); ++i) {
    for (RailWindow& rail : state_->tracks[i].windows(from, to)) {
      const bool is_gpu = rail.scope == PowerScope::GpuBoard;
      if (!is_gpu || !state_->is_of_another_gpu(i)) window.rails.push_back(std::move(rail));
    }
  }
  window.memory = state_->system.memory(from, to);
  window.gpu_utilization_percent = state_->system.gpu_percent(from, to);
  window.cpu_percent = state_->system.cpu_percent(from, to);
  return window;
}

void Sampler::forget_before(Instant moment) {
  const std::scoped_lock lock(state_->data);
  for (MeterTrack& track : state_->tracks) track.forget_before(moment);
  state_->system.forget_before(moment);
}

double Sampler::cpu_percent() const {
  clockid_t clock{};
  timespec time{};
  const bool is_known = ::pthread_getcpuclockid(state_->thread.native_handle(), &clock) == 0 &&
                        ::clock_gettime(clock, &time) == 0;
  if (!is_known) return 0;
  const double busy_s = static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
  return 100 * busy_s / seconds_between(state_->start, now());
}

std::optional<std::string> Sampler::problem() const {
  const std::scoped_lock lock(state_->data);
  return state_->problem;
}

}  // namespace sightmark
