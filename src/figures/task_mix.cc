#include "figures/task_mix.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/number.h"
#include "figures/footnote.h"
#include "figures/palette.h"
#include "study/task_order.h"

namespace sightmark {
namespace {

// A configuration that was asked in all tasks.
struct Mixed {
  Configuration configuration;
  std::vector<double> latencies_ms;  // mean, in the order of the tasks
};

// The mean over a configuration's runs of their mean latency in a task.
std::optional<double> mean_latency_ms(const RunPointers& runs, const std::string& task) {
  std::vector<double> means;
  for (const RunMetrics* run : runs) {
    for (const TaskMetrics& own : run->tasks) {
      if (own.task == task && own.latency_ms) means.push_back(own.latency_ms->mean);
    }
  }
  return mean(means);
}

std::optional<Mixed> mixed(const Study& study, const Configuration& configuration,
                           const std::vector<std::string>& tasks) {
  Mixed found{configuration, {}};
  for (const std::string& task : tasks) {
    const auto latency_ms = mean_latency_ms(runs_of(study, configuration), task);
    if (!latency_ms) return std::nullopt;
    found.latencies_ms.push_back(*latency_ms);
  }
  return found;
}

// Where so great a share of the questions, from 0 to 1, is of this task.
double latency_ms_at(const Mixed& own, std::size_t task, double share) {
  double others = 0;
  for (std::size_t i = 0; i < own.latencies_ms.size(); ++i) {
    if (i != task) others += own.latencies_ms[i];
  }
  const auto other_count = static_cast<double>(own.latencies_ms.size() - 1);
  return share * own.latencies_ms[task] + (1 - share) * others / other_count;
}

std::size_t swapped_pairs(const std::vector<Mixed>& all, std::size_t task) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t k = i + 1; k < all.size(); ++k) {
      const double before = latency_ms_at(all[i], task, 0) - latency_ms_at(all[k], task, 0);
      const double after = latency_ms_at(all[i], task, 1) - latency_ms_at(all[k], task, 1);
      count += before * after < 0;
    }
  }
  return count;
}

ScatterLine line_of(const Mixed& own, std::size_t task, const Palette& palette) {
  constexpr int kStepCount = 20;  // on a logarithmic axis the line is a curve
  const Configuration& configuration = own.configuration;
  ScatterLine line{
      .label = fmt::format("{} · {} {}", chart_name(configuration.model),
                           chart_name(configuration.device), chart_name(configuration.dtype)),
      .color = palette.color(configuration.device, configuration.dtype)};
  for (int step = 0; step <= kStepCount; ++step) {
    const double share = static_cast<double>(step) / kStepCount;
    line.points.push_back({100 * share, latency_ms_at(own, task, share)});
  }
  return line;
}

// "caption_brief 3, text 1": how many pairs change places by each task's share.
std::string swaps_by_task(const std::vector<std::string>& tasks,
                          const std::vector<std::size_t>& swaps) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    parts.push_back(fmt::format("{} {}", chart_name(tasks[i]), swaps[i]));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace

Chart task_mix(const Study& study) {
  std::vector<std::string> tasks;
  for (const TaskStanding& standing : task_order(study)) tasks.push_back(standing.task);
  std::vector<Mixed> all;
  std::vector<std::string> others;
  for (const Configuration& own : measured_configurations(study)) {
    if (tasks.size() < 2) break;
    if (auto found = mixed(study, own, tasks)) {
      all.push_back(std::move(*found));
    } else {
      others.push_back(fmt::format("{} on {} {}", chart_name(own.model), chart_name(own.device),
                                   chart_name(own.dtype)));
    }
  }
  Chart chart{.body = Scatter{}};
  if (all.empty()) return chart;

  std::vector<std::size_t> swaps;
  for (std::size_t task = 0; task < tasks.size(); ++task) swaps.push_back(swapped_pairs(all, task));
  const auto chosen =
      static_cast<std::size_t>(std::max_element(swaps.begin(), swaps.end()) - swaps.begin());
  const Palette palette(study);
  Scatter plot{.x_label = fmt::format("Share of {} (%)", chart_name(tasks[chosen])),
               .y_label = "Mean latency (ms)",
               .x_range = Range{0, 100},
               .is_y_log = true};
  for (const Mixed& own : all) plot.lines.push_back(line_of(own, chosen, palette));

  chart.title = fmt::format("Mean latency by the share of one task: {}", chart_name(tasks[chosen]));
  chart.subtitle = fmt::format(
      "Mean latency if so many of the questions were of this task and the other {} shared the rest "
      "evenly; where lines cross, the ranking depends on what is asked. {}.",
      counted(tasks.size() - 1, "task"), extent(study));
  if (all.size() > 1) {
    chart.footnotes.push_back(
        fmt::format("Pairs of {} that change places, by the task whose share grows: {}.",
                    counted(all.size(), "configuration"), swaps_by_task(tasks, swaps)));
  }
  if (!others.empty()) {
    chart.footnotes.push_back(
        fmt::format("Not asked in every task, so not shown: {}.", fmt::join(others, "; ")));
  }
  chart.body = std::move(plot);
  return chart;
}

}  // namespace sightmark
