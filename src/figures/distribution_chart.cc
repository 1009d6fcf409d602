#include <fmt/format.h>

#include <algorithm>

#include "base/list.h"
#include "base/text.h"
#include "figures/builder.h"
#include "figures/chart_text.h"
#include "stats/quantile.h"
#include "stats/robust.h"
#include "study/task_order.h"

namespace sightmark {
namespace {

constexpr std::size_t kStepLimit = 200;

// The named samples of these runs, run by run.
template <typename Sample>
std::vector<Sample> pooled(const StudySamples& samples, const std::vector<std::size_t>& run_indices,
                           std::vector<Sample> TaskSamples::*values) {
  std::vector<Sample> all;
  for (const std::size_t run : run_indices) {
    for (const TaskSamples& task : samples[run]) {
      all.insert(all.end(), (task.*values).begin(), (task.*values).end());
    }
  }
  return all;
}

std::vector<double> pooled_in_task(const FigureData& data, const std::string& task,
                                   std::vector<double> TaskSamples::*values) {
  std::vector<double> all;
  for (std::size_t run = 0; run < data.samples.size(); ++run) {
    if (data.study.runs[run].status != RunStatus::Complete) continue;
    for (const TaskSamples& of_run : data.samples[run]) {
      if (of_run.task == task)
        all.insert(all.end(), (of_run.*values).begin(), (of_run.*values).end());
    }
  }
  return all;
}

Box box(const std::string& category, const std::string& color, const Distribution& spread) {
  return {.category = category,
          .color = color,
          .low = spread.low_whisker,
          .q1 = spread.q1,
          .median = spread.median,
          .q3 = spread.q3,
          .high = spread.high_whisker};
}

// From 0% at the smallest sample to 100% at the largest, in at most kStepLimit even steps.
std::vector<LinePoint> ecdf(std::vector<double> samples) {
  std::sort(samples.begin(), samples.end());
  const std::size_t count = samples.size(), step_count = std::min(count, kStepLimit);
  std::vector<LinePoint> points{{samples.front(), 0}};
  for (std::size_t step = 1; step <= step_count; ++step) {
    const std::size_t rank = step * count / step_count;  // the last is `count`
    points.push_back(
        {samples[rank - 1], 100 * static_cast<double>(rank) / static_cast<double>(count)});
  }
  return points;
}

// One range for all panels, so that they can be compared.
std::optional<Range> common_range(const std::vector<Panel>& panels) {
  std::optional<Range> range;
  for (const Panel& panel : panels) {
    for (const ScatterLine& line : std::get<Scatter>(panel.plot).lines) {
      const double low = line.points.front().x, high = line.points.back().x;
      range =
          range ? Range{std::min(range->low, low), std::max(range->high, high)} : Range{low, high};
    }
  }
  return range;
}

// Over the lengths that occur, with its slope as its label.
std::optional<ScatterLine> fit(const std::vector<AnswerTime>& answers, const std::string& color) {
  const std::vector<double> lengths = list_of(answers, &AnswerTime::length);
  const auto line = robust_line(lengths, list_of(answers, &AnswerTime::latency_ms));
  if (!line) return std::nullopt;
  const auto [least, most] = std::minmax_element(lengths.begin(), lengths.end());
  const auto at = [&](double length) {
    return LinePoint{length, line->intercept + line->slope * length};
  };
  return ScatterLine{.label = grouped(line->slope, 1) + " ms/character",
                     .color = color,
                     .points = {at(*least), at(*most)}};
}

// A panel for each model: the plot with what `add` draws in it of the runs of each setup.
template <typename Add>
std::vector<Panel> model_panels(const Study& study, const Scatter& empty_plot, Add add) {
  const Palette palette(study);
  std::vector<Panel> panels;
  for (const std::string& model : study.models) {
    Scatter plot = empty_plot;
    plot.legend = setup_legend(study, palette);
    for (const auto& [device, dtype] : setups(study)) {
      const auto runs = study.complete_indices.find({model, device, dtype});
      if (runs == study.complete_indices.end()) continue;
      add(plot, runs->second, palette.color(device, dtype));
    }
    const bool is_empty = plot.lines.empty() && plot.points.empty();
    if (!is_empty) panels.push_back({chart_name(model), std::move(plot)});
  }
  return panels;
}

}  // namespace

std::optional<Chart> latency_boxes(const FigureData& data) {
  const Study& study = data.study;
  const Palette palette(study);
  Boxes boxes{.legend = setup_legend(study, palette), .value_label = "Latency (ms)"};
  for (const auto& configuration : measured_configurations(study)) {
    const auto& runs = study.complete_indices.at(configuration);
    const auto spread = distribution(pooled(data.samples, runs, &TaskSamples::latencies_ms));
    if (!spread) continue;
    boxes.boxes.push_back(box(configuration_label(configuration),
                              palette.color(configuration.device, configuration.dtype), *spread));
  }
  if (boxes.boxes.empty()) return std::nullopt;
  return Chart{
      "Latency by configuration",
      fmt::format("Successful trials. Box: quartiles; whiskers: last trial within 1.5 IQR; beyond "
                  "not drawn. {}.",
                  extent(study)),
      gap_footnotes(study, mean_latency()), std::move(boxes)};
}

Draw task_boxes(std::vector<double> TaskSamples::*values, const std::string& title,
                const std::string& axis) {
  return [=](const FigureData& data) -> std::optional<Chart> {
    Boxes boxes{.value_label = axis};
    std::size_t trial_count = 0;
    for (const TaskStanding& standing : task_order(data.study)) {
      const auto spread = distribution(pooled_in_task(data, standing.task, values));
      if (!spread) continue;
      trial_count += spread->count;
      boxes.boxes.push_back(box(chart_name(standing.task), kPlainColor, *spread));
    }
    if (boxes.boxes.empty()) return std::nullopt;
    return Chart{
        title,
        fmt::format("{} of {} pooled, tasks from the fastest. Box: quartiles; whiskers: last trial "
                    "within 1.5 IQR.",
                    counted(trial_count, "successful trial"),
                    counted(complete_runs(data.study).size(), "run")),
        {},
        std::move(boxes)};
  };
}

std::optional<Chart> latency_ecdf(const FigureData& data) {
  const Study& study = data.study;
  const auto add_line = [&](Scatter& of_model, const auto& runs, const std::string& color) {
    auto latencies_ms = pooled(data.samples, runs, &TaskSamples::latencies_ms);
    if (latencies_ms.empty()) return;
    of_model.lines.push_back(
        {.color = color, .points = ecdf(std::move(latencies_ms)), .is_stepped = true});
  };
  const Scatter plot{.x_label = "Latency (ms)",
                     .y_label = "Trials that took no longer (%)",
                     .y_range = Range{0, 100},
                     .is_x_log = true};
  std::vector<Panel> panels = model_panels(study, plot, add_line);
  const auto range = common_range(panels);
  for (Panel& panel : panels) std::get<Scatter>(panel.plot).x_range = range;
  return panel_chart(
      "Distribution of latency by model",
      fmt::format("Share of successful trials that took no longer (ECDF); further left is faster, "
                  "steeper is steadier. Repeated runs pooled; {}.",
                  extent(study)),
      gap_footnotes(study, mean_latency()), std::move(panels));
}

std::optional<Chart> length_panels(const FigureData& data) {
  const Study& study = data.study;
  std::size_t answer_count = 0;
  const auto add_answers = [&](Scatter& of_model, const auto& runs, const std::string& color) {
    const auto answers = pooled(data.samples, runs, &TaskSamples::answer_times);
    for (const auto& [length, latency_ms] : answers) {
      of_model.points.push_back({.x = length, .y = latency_ms, .color = color});
    }
    if (auto line = fit(answers, color)) of_model.lines.push_back(std::move(*line));
    answer_count += answers.size();
  };
  const Scatter plot{.x_label = "Answer length (characters)",
                     .y_label = "Latency (ms)",
                     .x_range = Range{0, 0},
                     .y_range = Range{0, 0}};
  std::vector<Panel> panels = model_panels(study, plot, add_answers);
  return panel_chart(
      "Latency against answer length by model",
      fmt::format("Lines: robust fit (Theil and Sen) for each device and precision; its slope is "
                  "the time that one more character takes. Over {}, at most {} of each run and "
                  "task, evenly spread; {}.",
                  counted(answer_count, "answer"), kAnswerTimeLimit, extent(study)),
      gap_footnotes(study, answer_length()), std::move(panels));
}

}  // namespace sightmark
