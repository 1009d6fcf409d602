#include "cli/run_table.h"

#include <fmt/format.h>

#include "base/number.h"
#include "base/text.h"
#include "cli/run_progress.h"

namespace sightmark {
namespace {

std::string ms(double value) { return fmt::format("{} ms", grouped(value, value < 100 ? 2 : 0)); }

class Table {
 public:
  void add(std::string_view name, const std::string& value) {
    if (!value.empty()) text_ += fmt::format("  {:<22}{}\n", name, value);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::string in_words(const std::optional<Spread>& spread) {
  if (!spread) return {};
  return fmt::format("p50 {}, p90 {}, mean {}, {} to {}", ms(spread->p50), ms(spread->p90),
                     ms(spread->mean), ms(spread->min), ms(spread->max));
}

std::string success(const RunOutcome& outcome) {
  const RunFigures& run = outcome.figures;
  if (run.trial_count == 0) return {};
  const auto count = static_cast<double>(run.trial_count);
  const auto good = static_cast<double>(run.trial_count - run.error_count);
  return fmt::format("{} of {} trials ({:.1f}%)", run.trial_count - run.error_count,
                     run.trial_count, 100 * good / count);
}

std::string throughput(const RunFigures& run) {
  if (!run.images_per_s) return {};
  std::string words =
      fmt::format("{} images/s with all their tasks", grouped(*run.images_per_s, 3));
  if (!run.generated_tokens_per_s) return words;
  return words + fmt::format(", {} generated tokens/s", grouped(*run.generated_tokens_per_s, 1));
}

std::string first_answer(const std::optional<FirstAnswer>& first) {
  if (!first) return {};
  if (!first->error.empty()) return "failed: " + plain_text(shortened(first->error, 80));
  return ms(first->latency_ms);
}

std::string energy(const RunOutcome& outcome) {
  const RunFigures& run = outcome.figures;
  if (run.power_scope == PowerScope::Unknown) return "not measured; see sightmark devices";
  if (!run.energy_j || !run.power_w) return "unknown: too few samples, or a gap between them";
  std::string words = fmt::format("{} J, {} W on average, of {}", grouped(*run.energy_j, 1),
                                  grouped(*run.power_w, 2), power_scope_in_words(run.power_scope));
  if (!outcome.idle_power) return words;
  return words + fmt::format(" (idle: {} W)", grouped(outcome.idle_power->mean_w, 2));
}

std::string memory(const RunFigures& run) {
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

std::string run_table(const RunOutcome& outcome) {
  const RunFigures& run = outcome.figures;
  Table table;
  table.add("success", success(outcome));
  table.add("latency", in_words(run.latency_ms));
  table.add("first token after", in_words(run.ttft_ms));
  table.add("throughput", throughput(run));
  if (run.trial_count > 0) {
    table.add("elapsed",
              fmt::format("{}, of which {} in requests", duration_in_words(run.elapsed_s),
                          duration_in_words(run.request_time_s)));
  }
  if (outcome.load_time_s) {
    table.add("loading", fmt::format("{} s", grouped(*outcome.load_time_s, 2)));
  }
  table.add("first answer", first_answer(outcome.first_answer));
  table.add("energy", energy(outcome));
  table.add("memory", memory(run));
  if (run.sampler_cpu_percent) {
    table.add("cost of sampling", fmt::format("{:.2f}% of a core", *run.sampler_cpu_percent));
  }
  return table.text();
}

}  // namespace sightmark
