#include "findings/metric.h"

namespace sightmark {
namespace {

// What `get` finds in a distribution; nothing where there is none.
template <typename Get>
std::optional<double> from(const std::optional<Distribution>& values, Get get) {
  if (!values) return std::nullopt;
  return get(*values);
}

using Part = std::optional<Share> Accuracy::*;

// A part of what `find` finds in a run.
template <typename Find>
Metric share_metric(const std::string& name, Part part, Find find) {
  const auto share = [part, find](const RunMetrics& run) -> std::optional<Share> {
    const Accuracy* accuracy = find(run);
    return accuracy ? accuracy->*part : std::nullopt;
  };
  return {.name = name,
          .unit = "%",
          .decimal_count = 1,
          .is_lower_better = false,
          .value = [share](const RunMetrics& run) -> std::optional<double> {
            const auto own = share(run);
            return own ? std::optional(own->percent()) : std::nullopt;
          },
          .interval = [share](const RunMetrics& run) -> std::optional<Interval> {
            const auto own = share(run);
            if (!own || !own->interval) return std::nullopt;
            return Interval{100 * own->interval->low, 100 * own->interval->high};
          }};
}

const Accuracy* over_all_tasks(const RunMetrics& run) {
  return run.accuracy ? &run.accuracy->whole : nullptr;
}

}  // namespace

Metric tokens_per_second() {
  return {.name = "tokens per second",
          .unit = "tok/s",
          .decimal_count = 1,
          .is_lower_better = false,
          .value = [](const RunMetrics& run) { return run.performance.tokens_per_s; },
          .counts_prompt_tokens = true};
}

Metric ram() {
  return {.name = "memory in use",
          .unit = "GB",
          .decimal_count = 1,
          .is_lower_better = true,
          .value = [](const RunMetrics& run) { return run.performance.ram_gb; }};
}

Metric tokens_per_second_per_watt() {
  return {.name = "tokens per second per watt",
          .unit = "tok/s/W",
          .decimal_count = 2,
          .is_lower_better = false,
          .value = [](const RunMetrics& run) { return run.performance.tokens_per_s_per_w; },
          .counts_prompt_tokens = true,
          .depends_on_power_scope = true};
}

Metric joules_per_token() {
  return {.name = "energy per token",
          .unit = "J/tok",
          .decimal_count = 3,
          .is_lower_better = true,
          .value = [](const RunMetrics& run) { return run.performance.joules_per_token; },
          .counts_prompt_tokens = true,
          .depends_on_power_scope = true};
}

Metric load_time() {
  return {.name = "load time",
          .unit = "s",
          .decimal_count = 1,
          .is_lower_better = true,
          .value = [](const RunMetrics& run) { return run.performance.load_time_s; }};
}

Metric mean_latency() {
  return {.name = "mean latency",
          .unit = "ms",
          .decimal_count = 0,
          .is_lower_better = true,
          .value = [](const RunMetrics& run) {
            return from(run.speed_quality.latency_ms, [](const auto& ms) { return ms.mean; });
          }};
}

Metric latency_p90() {
  return {.name = "90th percentile of latency",
          .unit = "ms",
          .decimal_count = 0,
          .is_lower_better = true,
          .value = [](const RunMetrics& run) {
            return from(run.speed_quality.latency_ms, [](const auto& ms) { return ms.p90; });
          }};
}

Metric latency_variation() {
  return {.name = "latency variation",
          .unit = "%",
          .decimal_count = 1,
          .is_lower_better = true,
          .value = [](const RunMetrics& run) {
            const auto& latency_ms = run.speed_quality.latency_ms;
            return latency_ms ? variation_percent(*latency_ms) : std::nullopt;
          }};
}

Metric answer_length() {
  return {.name = "mean answer length",
          .unit = "characters",
          .decimal_count = 1,
          .is_lower_better = false,
          .value =
              [](const RunMetrics& run) {
                return from(run.speed_quality.answer_length,
                            [](const auto& length) { return length.mean; });
              },
          .takes_length_for_detail = true};
}

Metric success_rate() {
  return {.name = "success rate",
          .unit = "%",
          .decimal_count = 1,
          .is_lower_better = false,
          .value = [](const RunMetrics& run) -> std::optional<double> {
            if (run.trial_count == 0) return std::nullopt;
            return run.success_percent();
          }};
}

Metric generated_tokens_per_second() {
  return {.name = "generated tokens per second",
          .unit = "tok/s",
          .decimal_count = 1,
          .is_lower_better = false,
          .value = [](const RunMetrics& run) { return run.conditions.generated_tokens_per_s; }};
}

Metric joules_per_inference() {
  return {.name = "energy per inference",
          .unit = "J",
          .decimal_count = 2,
          .is_lower_better = true,
          .value = [](const RunMetrics& run) -> std::optional<double> {
            if (!run.performance.energy_j || run.trial_count == 0) return std::nullopt;
            return *run.performance.energy_j / static_cast<double>(run.trial_count);
          },
          .depends_on_power_scope = true};
}

Metric accuracy() { return share_metric("accuracy", &Accuracy::overall, over_all_tasks); }

Metric accuracy_in(const std::string& task) {
  return share_metric("accuracy", &Accuracy::overall, [task](const RunMetrics& run) {
    const Accuracy* found = nullptr;
    if (!run.accuracy) return found;
    for (const TaskAccuracy& own : run.accuracy->tasks) {
      if (own.task == task) found = &own.accuracy;
    }
    return found;
  });
}

std::vector<Metric> accuracy_aspects() {
  const std::pair<const char*, Part> parts[] = {
      {"objects found", &Accuracy::objects_found}, {"objects correct", &Accuracy::objects_correct},
      {"counts right", &Accuracy::counts},         {"attributes right", &Accuracy::attributes},
      {"relations right", &Accuracy::relations},   {"setting right", &Accuracy::setting},
  };
  std::vector<Metric> metrics;
  for (const auto& [name, part] : parts) {
    metrics.push_back(share_metric(name, part, over_all_tasks));
  }
  return metrics;
}

}  // namespace sightmark
