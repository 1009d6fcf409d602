#include "metric/task_mix.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "metric/formula.h"

namespace sightmark {
namespace {

constexpr double kMsPerHour = 3.6e6;

// For each task of the mix a column of the terms above and one of those below, a number an image.
std::vector<std::vector<double>> columns_of(const Metric& metric, const TrialTable& table,
                                            const TaskMix& mix) {
  std::vector<std::vector<double>> columns(2 * mix.share_by_task.size(),
                                           std::vector<double>(table.image_count));
  for (const TrialRow& trial : table.trials) {
    const auto task =
        std::find_if(mix.share_by_task.begin(), mix.share_by_task.end(),
                     [&](const auto& share) { return share.first == table.tasks[trial.task]; });
    const auto terms = metric.terms(trial);
    if (task == mix.share_by_task.end() || !terms) continue;
    const auto place = static_cast<std::size_t>(task - mix.share_by_task.begin());
    columns[2 * place][trial.image] += terms->above;
    columns[2 * place + 1][trial.image] += terms->below;
  }
  return columns;
}

std::optional<Estimate> weighted_mean(const Metric& metric, const TrialTable& table,
                                      const TaskMix& mix) {
  const auto columns = columns_of(metric, table, mix);
  return of_sums(Bootstrap(table.image_count), columns,
                 [&](std::span<const double> sums) -> std::optional<double> {
                   double weighted = 0;
                   for (std::size_t i = 0; i < mix.share_by_task.size(); ++i) {
                     if (sums[2 * i + 1] == 0) return std::nullopt;
                     weighted += mix.share_by_task[i].second * sums[2 * i] / sums[2 * i + 1];
                   }
                   return weighted;
                 });
}

std::optional<Estimate> an_hour_over(const Estimate& latency_ms) {
  if (latency_ms.value <= 0) return std::nullopt;
  Estimate rate{kMsPerHour / latency_ms.value, {}};
  const auto& interval = latency_ms.interval;
  if (interval && interval->low > 0) {
    rate.interval = Interval{kMsPerHour / interval->high, kMsPerHour / interval->low};
  }
  return rate;
}

}  // namespace

Expected<TaskMix> parse_task_mix(std::string_view text) {
  const auto wrong = [&] {
    return fail(fmt::format(
        "'{}': a mix is TASK=WEIGHT,TASK=WEIGHT, such as caption_brief=70,attributes=30",
        plain_text(text)));
  };
  TaskMix mix;
  double sum = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view part = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    const std::size_t equals = part.rfind('=');
    if (equals == std::string_view::npos || equals == 0) return wrong();
    std::string_view number = part.substr(equals + 1);
    const auto weight = take_decimal(number);
    if (!weight || !number.empty() || *weight < 0) return wrong();
    const std::string task(part.substr(0, equals));
    for (const auto& [known, share] : mix.share_by_task) {
      if (known == task) return wrong();
    }
    if (*weight > 0) mix.share_by_task.emplace_back(task, *weight);
    sum += *weight;
  }
  if (mix.share_by_task.empty() || !std::isfinite(sum)) return wrong();
  for (auto& [task, share] : mix.share_by_task) share /= sum;
  return mix;
}

std::string in_words(const TaskMix& mix) {
  std::vector<std::string> parts;
  for (const auto& [task, share] : mix.share_by_task) {
    parts.push_back(fmt::format("{:.4g}% {}", 100 * share, task));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

MetricValues mix_values(const TrialTable& table, const TaskMix& mix) {
  MetricValues values;
  for (const Metric& metric : metrics()) {
    if (!metric.is_mean) continue;
    if (const auto estimate = weighted_mean(metric, table, mix)) values[metric.key] = *estimate;
  }
  if (const auto found = values.find(mean_latency().key); found != values.end()) {
    const auto rate = an_hour_over(found->second);
    if (rate) values[answers_per_hour().key] = *rate;
  }
  return values;
}

bool is_weighted_by_mix(const Metric& metric) {
  return metric.is_mean || metric.key == answers_per_hour().key;
}

Metric under_mix(Metric metric) {
  metric.name += " under the mix";
  metric.column = "mix_" + metric.column;
  metric.estimate = [key = metric.key](const RunMetrics& run) -> std::optional<Estimate> {
    if (!run.mix) return std::nullopt;
    const auto found = run.mix->find(key);
    return found == run.mix->end() ? std::nullopt : std::optional(found->second);
  };
  return metric;
}

}  // namespace sightmark
