#include "run/request.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.h"
#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::size_t kImageByteLimit = 256 << 20;
// The reference's word for an answer without text.
constexpr std::string_view kEmptyGeneration = "empty_generation";

void fill_question(Trial& trial, const Questions& questions, std::size_t order) {
  const PlannedTrial& planned = questions.plan[order];
  const Image& image = questions.images.images[planned.image_index];
  const Task& task = questions.suite.tasks[planned.task_index];
  trial.order = static_cast<std::int64_t>(order);
  trial.image_index = static_cast<std::int64_t>(planned.image_index);
  trial.image = image.name;
  trial.image_path = questions.image_paths[planned.image_index];
  trial.image_width = static_cast<std::int64_t>(image.width);
  trial.image_height = static_cast<std::int64_t>(image.height);
  trial.image_resolution = fmt::format("{}x{}", image.width, image.height);
  trial.task = task.name;
  trial.task_purpose = task.purpose;
  trial.prompt = task.prompt;
  trial.repeat_index = planned.repeat_index;
}

void fill_times(Trial& trial, const Generation& generation, const ScheduledRequest& request,
                const RunClock& clock) {
  const Instant due = request.scheduled.value_or(generation.sent);
  trial.scheduled_s = clock.at(due);
  trial.sent_s = clock.at(generation.sent);
  trial.end_s = clock.at(generation.end);
  trial.latency_ms = milliseconds_between(due, generation.end);
  if (request.scheduled) trial.queue_ms = milliseconds_between(due, generation.sent);
  if (const auto first = generation.first_token) {
    trial.first_token_s = clock.at(*first);
    trial.ttft_ms = milliseconds_between(due, *first);
    trial.decode_ms = milliseconds_between(*first, generation.end);
  }
}

// Counts are recorded only if some arrival was not of exactly one token.
void fill_token_times(Trial& trial, const std::vector<TokenArrival>& arrivals) {
  bool is_one_each = true;
  for (const TokenArrival& arrival : arrivals) {
    const std::chrono::duration<double, std::milli> since_sent = arrival.since_sent;
    trial.token_times_ms.push_back(since_sent.count());
    trial.token_counts.push_back(arrival.token_count);
    is_one_each &= arrival.token_count == std::ssize(trial.token_counts);
  }
  if (is_one_each) trial.token_counts.clear();
}

constexpr std::string_view kTokenCounterNames[] = {"none", "engine", "arrivals"};  // by counter

void fill_tokens(Trial& trial, const Generation& generation) {
  const TokenCounts& tokens = generation.tokens;
  trial.prompt_tokens = tokens.prompt;
  trial.prompt_text_tokens = tokens.prompt_text;
  trial.image_tokens = tokens.image;
  trial.cached_tokens = tokens.cached;
  trial.response_tokens = tokens.generated;
  trial.token_counter = kTokenCounterNames[static_cast<std::size_t>(tokens.counter)];
  const bool is_estimate = tokens.counter == TokenCounter::Arrivals && !generation.arrivals.empty();
  if (!tokens.generated && is_estimate) {
    trial.response_tokens = generation.arrivals.back().token_count;
  }
}

void fill_failure(Trial& trial, const Failure& failure) {
  trial.error_kind = failure_kind_name(failure.kind);
  trial.error = plain_text(failure.message);
  if (failure.kind == FailureKind::Empty) trial.error = kEmptyGeneration;
  if (trial.error.empty()) trial.error = trial.error_kind;
}

void fill_answer(Trial& trial, const Generation& generation) {
  fill_tokens(trial, generation);
  trial.finish_reason = generation.finish_reason;
  trial.engine_prompt_ms = generation.engine_prompt_ms;
  trial.engine_decode_ms = generation.engine_decode_ms;
  trial.retry_count = generation.retry_count;
  trial.output_text = generation.text;
  if (generation.failure) fill_failure(trial, *generation.failure);
}

void fill_telemetry(Trial& trial, Sampler& sampler, const Generation& generation,
                    bool may_overlap) {
  sampler.sample_now();
  const TelemetryWindow window = sampler.window(generation.sent, generation.end);
  trial.after = system_state(window);
  trial.system_peak_mb = window.memory.system_peak_mb;
  trial.engine_mb = window.memory.engine_mb;
  trial.engine_peak_mb = window.memory.engine_peak_mb;
  trial.gpu_mb = window.memory.gpu_mb;
  trial.gpu_peak_mb = window.memory.gpu_peak_mb;
  trial.gpu_utilization_percent = window.gpu_utilization_percent;
  fill_power(trial, window, seconds_between(generation.sent, generation.end), may_overlap);
}

// The image file has vanished since the set was read; no request was sent.
Generation unreadable(const Error& error) {
  const Instant moment = now();
  return {.sent = moment, .end = moment, .failure = Failure{FailureKind::Local, error.message}};
}

Generation answer(const RunContext& context, const ScheduledRequest& request) {
  const PlannedTrial& planned = context.questions.plan[request.order];
  const Image& image = context.questions.images.images[planned.image_index];
  const std::string path = image.path.string();
  const auto bytes = read_file(image.path, kImageByteLimit);
  if (request.scheduled && !sleep_until(*request.scheduled, context.stop)) {
    return {.failure = Failure{FailureKind::Cancelled, "stopped before its time"}};
  }
  if (!bytes) return unreadable(bytes.error());
  return context.engine.generate(
      {.prompt = context.questions.suite.tasks[planned.task_index].prompt,
       .image_bytes = *bytes,
       .media_type = image.media_type,
       .image_path = path,
       .max_new_tokens = context.options.max_new_tokens,
       .seed = context.options.seed,
       .timeout = context.options.timeout},
      context.stop);
}

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

Expected<std::optional<Trial>> send_request(const RunContext& context,
                                            const ScheduledRequest& request,
                                            const RunClock& clock) {
  Trial trial;
  const bool is_local = !context.options.is_engine_remote;
  const Instant before = now();
  if (is_local) trial.before = system_state(context.sampler.window(before, before));
  const Generation generation = answer(context, request);
  if (generation.failure && generation.failure->kind == FailureKind::Cancelled) return std::nullopt;
  if (generation.failure && generation.failure->kind == FailureKind::Local) {
    return fail(fmt::format("{}; what was measured is kept, and --resume continues the run",
                            generation.failure->message));
  }

  if (is_local) {
    fill_telemetry(trial, context.sampler, generation, context.options.load.may_overlap());
  }
  trial.timestamp = local_timestamp(std::chrono::system_clock::now());
  fill_question(trial, context.questions, request.order);
  fill_times(trial, generation, request, clock);
  fill_token_times(trial, generation.arrivals);
  fill_answer(trial, generation);
  return trial;
}

WindowPower headline_power(std::span<const RailWindow> rails) {
  WindowPower power{.scope = headline_scope(rails)};
  if (rails.empty()) return power;
  power.mean_w = power.peak_w = power.energy_j = power.counter_energy_j = 0;
  for (const RailWindow& rail : rails) {
    if (rail.scope != power.scope) continue;
    power.mean_w = sum(power.mean_w, rail.mean_w);
    power.peak_w = sum(power.peak_w, rail.peak_w);
    power.energy_j = sum(power.energy_j, rail.energy_j);
    power.counter_energy_j = sum(power.counter_energy_j, rail.counter_energy_j);
    power.sample_count = std::max(power.sample_count, static_cast<std::int64_t>(rail.sample_count));
    add_source(power.method, rail.source);
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
