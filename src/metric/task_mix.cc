#include "metric/task_mix.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "stats/bootstrap.h"

namespace sightmark {
namespace {

constexpr double kMsPerHour = 3.6e6;

using Value = std::optional<double> TrialValues::*;

// For each task of the mix a column of sums and one of counts, a number an image.
std::vector<std::vector<double>> columns_of(const TrialTable& table, const TaskMix& mix,
                                            Value field) {
  std::vector<std::vector<double>> columns(2 * mix.share_by_task.size(),
                                           std::vector<double>(table.images.size()));
  for (const TrialValues& trial : table.trials) {
    const auto task =
        std::find_if(mix.share_by_task.begin(), mix.share_by_task.end(),
                     [&](const auto& own) { return own.first == table.tasks[trial.task]; });
    if (task == mix.share_by_task.end() || !(trial.*field)) continue;
    const auto place = static_cast<std::size_t>(task - mix.share_by_task.begin());
    columns[2 * place][trial.image] += *(trial.*field);
    columns[2 * place + 1][trial.image] += 1;
  }
  return columns;
}

std::optional<Estimate> weighted_mean(const TrialTable& table, const TaskMix& mix, Value field) {
  const auto columns = columns_of(table, mix, field);
  const auto mean = [&](std::span<const double> sums) -> std::optional<double> {
    double own = 0;
    for (std::size_t i = 0; i < mix.share_by_task.size(); ++i) {
      if (sums[2 * i + 1] == 0) return std::nullopt;
      own += mix.share_by_task[i].second * sums[2 * i] / sums[2 * i + 1];
    }
    return own;
  };
  std::vector<double> sums;
  for (const auto& column : columns) {
    double sum = 0;
    for (const double part : column) sum += part;
    sums.push_back(sum);
  }
  const auto value = mean(sums);
  if (!value) return std::nullopt;
  return Estimate{*value, Bootstrap(table.images.size()).of_sums(columns, mean)};
}

std::optional<Estimate> an_hour_over(const std::optional<Estimate>& latency_ms) {
  if (!latency_ms || latency_ms->value <= 0) return std::nullopt;
  Estimate rate{kMsPerHour / latency_ms->value, {}};
  const auto& interval = latency_ms->interval;
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
    double weight = 0;
    const auto [end, error] = std::from_chars(part.data() + equals + 1, part.data() + part.size(),
                                              weight, std::chars_format::fixed);
    const bool is_whole = error == std::errc() && end == part.data() + part.size();
    if (!is_whole || !std::isfinite(weight) || weight < 0) return wrong();
    const std::string task(part.substr(0, equals));
    for (const auto& [known, share] : mix.share_by_task) {
      if (known == task) return wrong();
    }
    if (weight > 0) mix.share_by_task.emplace_back(task, weight);
    sum += weight;
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

MixNumbers mix_numbers(const TrialTable& table, const TaskMix& mix) {
  MixNumbers numbers{.latency_mean_ms = weighted_mean(table, mix, &TrialValues::latency_ms),
                     .energy_per_inference_j = weighted_mean(table, mix, &TrialValues::energy_j)};
  numbers.answers_per_h = an_hour_over(numbers.latency_mean_ms);
  return numbers;
}

}  // namespace sightmark
