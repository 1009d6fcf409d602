#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/list.h"
#include "base/text.h"
#include "figures/builder.h"
#include "figures/chart_text.h"
#include "study/task_order.h"

namespace sightmark {
namespace {

// A configuration that ran all tasks.
struct Mixed {
  Configuration configuration;
  std::vector<double> latencies_ms;  // mean, in the order of the tasks
};

// The mean over a configuration's runs of their mean latency in a task.
std::optional<double> mean_latency_ms(const RunPointers& runs, const std::string& task) {
  std::vector<double> means;
  for (const RunMetrics* run : runs) {
    for (const TaskMetrics& metrics : run->tasks) {
      if (metrics.task == task && metrics.latency_ms) means.push_back(metrics.latency_ms->mean);
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

// The mean latency when this task has the given share of the questions, from 0 to 1.
double latency_ms_at(const Mixed& mixed, std::size_t task, double share) {
  double others = 0;
  for (std::size_t i = 0; i < mixed.latencies_ms.size(); ++i) {
    if (i != task) others += mixed.latencies_ms[i];
  }
  const auto other_count = static_cast<double>(mixed.latencies_ms.size() - 1);
  return share * mixed.latencies_ms[task] + (1 - share) * others / other_count;
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

ScatterLine line_of(const Mixed& mixed, std::size_t task, const Palette& palette) {
  constexpr int kStepCount = 20;  // on a logarithmic axis the line is a curve
  const Configuration& configuration = mixed.configuration;
  ScatterLine line{.label = configuration_label(configuration),
                   .color = palette.color(configuration.device, configuration.dtype)};
  for (int step = 0; step <= kStepCount; ++step) {
    const double share = static_cast<double>(step) / kStepCount;
    line.points.push_back({100 * share, latency_ms_at(mixed, task, share)});
  }
  return line;
}

// "caption_brief 3, text 1": how many pairs change places as each task's share grows.
std::string swaps_by_task(const std::vector<std::string>& tasks,
                          const std::vector<std::size_t>& swaps) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    parts.push_back(fmt::format("{} {}", chart_name(tasks[i]), swaps[i]));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace

std::optional<Chart> task_mix(const FigureData& data) {
  const Study& study = data.study;
  const auto tasks = list_of(task_order(study), &TaskStanding::task);
  if (tasks.size() < 2) return std::nullopt;
  std::vector<Mixed> all;
  std::vector<std::string> others;
  for (const Configuration& configuration : measured_configurations(study)) {
    if (auto found = mixed(study, configuration, tasks)) {
      all.push_back(std::move(*found));
    } else {
      others.push_back(configuration_in_words(configuration));
    }
  }
  if (all.empty()) return std::nullopt;

  std::vector<std::size_t> swaps;
  for (std::size_t task = 0; task < tasks.size(); ++task) swaps.push_back(swapped_pairs(all, task));
  const auto chosen =
      static_cast<std::size_t>(std::max_element(swaps.begin(), swaps.end()) - swaps.begin());
  const Palette palette(study);
  Scatter plot{.x_label = fmt::format("Share of {} (%)", chart_name(tasks[chosen])),
               .y_label = "Mean latency (ms)",
               .x_range = Range{0, 100},
               .is_y_log = true};
  for (const Mixed& mixed : all) plot.lines.push_back(line_of(mixed, chosen, palette));

  std::string swaps_note;
  if (all.size() > 1) {
    swaps_note = fmt::format("Pairs of {} that change places, by the task whose share grows: {}.",
                             counted(all.size(), "configuration"), swaps_by_task(tasks, swaps));
  }
  return Chart{
      fmt::format("Mean latency by the share of one task: {}", chart_name(tasks[chosen])),
      fmt::format("Mean latency when this task has the given share of the questions and the other "
                  "{} share the rest evenly; where lines cross, the ranking depends on the mix. "
                  "{}.",
                  counted(tasks.size() - 1, "task"), extent(study)),
      footnotes(
          {swaps_note, named_footnote("Not shown, since they did not run every task", others)}),
      std::move(plot)};
}

}  // namespace sightmark
