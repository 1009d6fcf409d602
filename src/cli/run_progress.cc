#include "cli/run_progress.h"

#include <fmt/format.h>

#include <cmath>

#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::chrono::seconds kPlainInterval{10}, kShortestInterval{1};
constexpr std::size_t kPlainParts = 20;

std::string ms(double value) { return fmt::format("{} ms", grouped(value, value < 100 ? 2 : 0)); }

std::string in_words(const Spread& spread) {
  if (!spread.mean) return {};
  return fmt::format("p50 {}, p90 {}, mean {}, {} to {}", ms(*spread.p50), ms(*spread.p90),
                     ms(*spread.mean), ms(*spread.min), ms(*spread.max));
}

std::string success(std::int64_t trial_count, std::int64_t error_count) {
  if (trial_count == 0) return {};
  const std::int64_t success_count = trial_count - error_count;
  return fmt::format("{} of {} trials ({:.1f}%)", success_count, trial_count,
                     100 * static_cast<double>(success_count) / static_cast<double>(trial_count));
}

std::string throughput(const RunSummary& run) {
  if (!run.images_per_s) return {};
  std::string words =
      fmt::format("{} images/s with all their tasks", grouped(*run.images_per_s, 3));
  if (!run.generated_tokens_per_s) return words;
  return words + fmt::format(", {} generated tokens/s", grouped(*run.generated_tokens_per_s, 1));
}

std::string first_answer(const RunMeta& run) {
  const std::string& error = run.first_answer_error;
  if (!error.empty()) return "failed: " + plain_text(shortened(error, 80));
  return run.first_answer_ms ? ms(*run.first_answer_ms) : "";
}

std::string energy(const RunSummary& run, std::optional<double> idle_power_w) {
  if (run.power_scope == PowerScope::Unknown) return "not measured; see sightmark devices";
  if (!run.energy_j || !run.power_w) return "unknown: too few samples, or a gap between them";
  std::string words = fmt::format("{} J, {} W on average, of {}", grouped(*run.energy_j, 1),
                                  grouped(*run.power_w, 2), power_scope_in_words(run.power_scope));
  if (!idle_power_w) return words;
  return words + fmt::format(" (idle: {} W)", grouped(*idle_power_w, 2));
}

std::string memory(const RunSummary& run) {
  std::string words;
  const auto add = [&](const char* what, std::optional<double> mb) {
    if (!mb) return;
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", what, memory_in_words(*mb));
  };
  add("engine", run.engine_peak_mb);
  add("engine on the GPU", run.gpu_peak_mb);
  add("whole system", run.system_peak_mb);
  return words.empty() ? words : words + " at the peak";
}

}  // namespace

void RunProgressLine::show(const RunProgress& progress) {
  if (is_quiet_) return;
  const std::string words = plain_text(progress_in_words(progress));
  if (line_.is_live()) {
    line_.show(words);
  } else if (is_due(progress)) {
    print(stderr, words + '\n');
  }
}

bool RunProgressLine::is_due(const RunProgress& progress) {
  const bool is_new = progress.stage != stage_;
  const bool is_last = progress.done_count == progress.total_count;
  const std::size_t part = progress.total_count / kPlainParts + 1;
  const bool is_far = progress.done_count >= printed_count_ + part;
  const auto interval = is_far ? kShortestInterval : kPlainInterval;
  if (!is_new && is_last && progress.done_count == printed_count_) return false;
  if (!is_new && !is_last && now() - printed_at_ < interval) return false;
  stage_ = progress.stage;
  printed_count_ = progress.done_count;
  printed_at_ = now();
  return true;
}

std::string progress_in_words(const RunProgress& progress) {
  std::string words = progress.stage;
  if (progress.total_count > 0) {
    words += fmt::format(": {} of {}", progress.done_count, progress.total_count);
  }
  if (progress.error_count > 0) words += fmt::format(", {} failed", progress.error_count);
  if (progress.requests_per_s) words += fmt::format(", {:.3g}/s", *progress.requests_per_s);
  if (progress.left_s) words += fmt::format(", {} left", duration_in_words(*progress.left_s));
  if (progress.power_w) words += fmt::format(", {:.1f} W", *progress.power_w);
  if (progress.engine_mb) words += ", engine " + memory_in_words(*progress.engine_mb);
  if (progress.system_mb) words += ", system " + memory_in_words(*progress.system_mb);
  return words;
}

std::string memory_in_words(double megabytes) {
  if (megabytes < 1000) return fmt::format("{:.0f} MB", megabytes);
  return fmt::format("{:.1f} GB", megabytes / 1024);
}

std::string duration_in_words(double seconds) {
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  if (seconds < 99.5) return fmt::format("{:.0f} s", seconds);
  const auto minutes = static_cast<long>(std::round(seconds / 60));
  if (minutes < 100) return fmt::format("{} min", minutes);
  return fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

std::string run_table(const RunOutcome& outcome) {
  const RunSummary& run = outcome.summary;
  const std::int64_t trial_count = run.trial_count.value_or(0);
  std::string table;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) table += fmt::format("  {:<22}{}\n", name, value);
  };
  add("success", success(trial_count, run.error_count.value_or(0)));
  add("latency", in_words(run.latency_ms));
  add("first token after", in_words(run.ttft_ms));
  add("throughput", throughput(run));
  if (trial_count > 0) {
    add("elapsed", fmt::format("{}, of which {} in requests", duration_in_words(*run.elapsed_s),
                               duration_in_words(*run.request_time_s)));
  }
  if (outcome.meta.load_time_s) {
    add("loading", fmt::format("{} s", grouped(*outcome.meta.load_time_s, 2)));
  }
  add("first answer", first_answer(outcome.meta));
  add("energy", energy(run, outcome.meta.idle_power_w));
  add("memory", memory(run));
  if (run.sampler_cpu_percent) {
    add("cost of sampling", fmt::format("{:.2f}% of a core", *run.sampler_cpu_percent));
  }
  return table;
}

}  // namespace sightmark
