#include "run/asking.h"

#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "run/power_record.h"

namespace sightmark {
namespace {

constexpr std::size_t kImageByteLimit = 256 << 20;
// What the reference calls an answer without any text.
constexpr std::string_view kEmptyGeneration = "empty_generation";

void fill_question(Trial& trial, const Asking& asking, std::size_t order) {
  const PlannedTrial& planned = asking.plan[order];
  const Image& image = asking.images.images[planned.image_index];
  const Task& task = asking.suite.tasks[planned.task_index];
  trial.order = static_cast<std::int64_t>(order);
  trial.image_index = static_cast<std::int64_t>(planned.image_index);
  trial.image = image.name;
  trial.image_path = asking.image_paths[planned.image_index];
  trial.image_width = static_cast<std::int64_t>(image.width);
  trial.image_height = static_cast<std::int64_t>(image.height);
  trial.image_resolution = fmt::format("{}x{}", image.width, image.height);
  trial.task = task.name;
  trial.task_purpose = task.purpose;
  trial.prompt = task.prompt;
  trial.repeat_index = planned.repeat_index;
}

void fill_times(Trial& trial, const Generation& generation, const Turn& turn,
                const RunClock& clock) {
  const Instant due = turn.scheduled.value_or(generation.sent);
  trial.scheduled_s = clock.at(due);
  trial.sent_s = clock.at(generation.sent);
  trial.end_s = clock.at(generation.end);
  trial.latency_ms = milliseconds_between(due, generation.end);
  if (turn.scheduled) trial.queue_ms = milliseconds_between(due, generation.sent);
  if (const auto first = generation.first_token) {
    trial.first_token_s = clock.at(*first);
    trial.ttft_ms = milliseconds_between(due, *first);
    trial.decode_ms = milliseconds_between(*first, generation.end);
  }
}

// The counts only where some text came with more or less than one token.
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

std::string_view name_of(TokenCounter counter) {
  switch (counter) {
    case TokenCounter::Engine:
      return "engine";
    case TokenCounter::Arrivals:
      return "arrivals";
    case TokenCounter::None:
      break;
  }
  return "none";
}

void fill_tokens(Trial& trial, const Generation& generation) {
  const TokenCounts& tokens = generation.tokens;
  trial.prompt_tokens = tokens.prompt;
  trial.prompt_text_tokens = tokens.prompt_text;
  trial.image_tokens = tokens.image;
  trial.cached_tokens = tokens.cached;
  trial.response_tokens = tokens.generated;
  trial.token_counter = name_of(tokens.counter);
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
  fill_memory(trial, window.memory);
  trial.gpu_utilization_percent = window.gpu_utilization_percent;
  fill_power(trial, window, seconds_between(generation.sent, generation.end), may_overlap);
}

// A file that has gone since the set was read; nothing was sent.
Generation unreadable(const Error& error) {
  const Instant moment = now();
  return {.sent = moment, .end = moment, .failure = Failure{FailureKind::Rejected, error.message}};
}

Generation answer(const Asking& asking, const Turn& turn, const std::stop_token& stop) {
  const PlannedTrial& planned = asking.plan[turn.order];
  const Image& image = asking.images.images[planned.image_index];
  const std::string path = image.path.string();
  const auto bytes = read_file(image.path, kImageByteLimit);
  if (turn.scheduled && !sleep_until(*turn.scheduled, stop)) {
    return {.failure = Failure{FailureKind::Cancelled, "stopped before its time"}};
  }
  if (!bytes) return unreadable(bytes.error());
  return asking.engine.generate({.prompt = asking.suite.tasks[planned.task_index].prompt,
                                 .image_bytes = *bytes,
                                 .media_type = image.media_type,
                                 .image_path = path,
                                 .max_new_tokens = asking.max_new_tokens,
                                 .seed = asking.seed,
                                 .timeout = asking.timeout},
                                stop);
}

}  // namespace

std::vector<std::string> paths_in_set(const ImageSet& images) {
  std::error_code ignored;
  const bool is_folder = std::filesystem::is_directory(images.source, ignored);
  const auto folder =
      std::filesystem::absolute(is_folder ? images.source : images.source.parent_path(), ignored);
  std::vector<std::string> paths;
  for (const Image& image : images.images) {
    const auto below = image.path.lexically_proximate(folder.lexically_normal());
    const bool is_outside = below.is_absolute() || *below.begin() == "..";
    paths.push_back(is_outside ? image.name : below.string());
  }
  return paths;
}

std::optional<Trial> ask(const Asking& asking, const Turn& turn, const RunClock& clock,
                         const std::stop_token& stop) {
  Trial trial;
  const Instant before = now();
  if (!asking.is_elsewhere) {
    trial.before = system_state(asking.sampler.window(before, before));
  }
  const Generation generation = answer(asking, turn, stop);
  if (generation.failure && generation.failure->kind == FailureKind::Cancelled) return std::nullopt;

  if (!asking.is_elsewhere) {
    fill_telemetry(trial, asking.sampler, generation, asking.may_overlap);
  }
  trial.timestamp = local_timestamp(std::chrono::system_clock::now());
  fill_question(trial, asking, turn.order);
  fill_times(trial, generation, turn, clock);
  fill_token_times(trial, generation.arrivals);
  fill_answer(trial, generation);
  return trial;
}

}  // namespace sightmark
