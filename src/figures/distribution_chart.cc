#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "figures/builder.h"
#include "figures/chart_text.h"
#include "stats/quantile.h"
#include "stats/robust.h"
#include "study/task_order.h"

namespace sightmark {
namespace {

constexpr std::size_t kStepLimit = 200;

// The latencies of these runs' successful trials, run by run.
std::vector<double> pooled_latencies_ms(const StudySamples& samples,
                                        const std::vector<std::size_t>& run_indices) {
  std::vector<double> pooled;
  for (const std::size_t run : run_indices) {
    for (const TaskSamples& task : samples[run]) {
      pooled.insert(pooled.end(), task.latencies_ms.begin(), task.latencies_ms.end());
    }
  }
  return pooled;
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

struct Answers {
  std::vector<double> lengths, latencies_ms;
};

Answers answers_of(const StudySamples& samples, const std::vector<std::size_t>& run_indices) {
  Answers answers;
  for (const std::size_t run : run_indices) {
    for (const TaskSamples& task : samples[run]) {
      for (const AnswerTime& answer : task.answer_times) {
        answers.lengths.push_back(answer.length);
        answers.latencies_ms.push_back(answer.latency_ms);
      }
    }
  }
  return answers;
}

// Over the lengths that occur, with its slope as its label.
std::optional<ScatterLine> fit(const Answers& answers, const std::string& color) {
  const auto line = robust_line(answers.lengths, answers.latencies_ms);
  if (!line) return std::nullopt;
  const auto [least, most] = std::minmax_element(answers.lengths.begin(), answers.lengths.end());
  const auto at = [&](double length) {
    return LinePoint{length, line->intercept + line->slope * length};
  };
  return ScatterLine{.label = grouped(line->slope, 1) + " ms/character",
                     .color = color,
                     .points = {at(*least), at(*most)}};
}

}  // namespace

std::optional<Chart> latency_boxes(const FigureData& data) {
  const Study& study = data.study;
  const Palette palette(study);
  Boxes boxes{.legend = setup_legend(study, palette), .value_label = "Latency (ms)"};
  for (const auto& configuration : measured_configurations(study)) {
    const auto& runs = study.complete_indices.at(configuration);
    const auto spread = distribution(pooled_latencies_ms(data.samples, runs));
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
  const Palette palette(study);
  std::vector<Panel> panels;
  for (const std::string& model : study.models) {
    Scatter plot{.legend = setup_legend(study, palette),
                 .x_label = "Latency (ms)",
                 .y_label = "Trials that took no longer (%)",
                 .y_range = Range{0, 100},
                 .is_x_log = true};
    for (const Setup& setup : setups(study)) {
      const auto runs = study.complete_indices.find({model, setup.device, setup.dtype});
      if (runs == study.complete_indices.end()) continue;
      std::vector<double> latencies_ms = pooled_latencies_ms(data.samples, runs->second);
      if (latencies_ms.empty()) continue;
      plot.lines.push_back({.color = palette.color(setup.device, setup.dtype),
                            .points = ecdf(std::move(latencies_ms)),
                            .is_stepped = true});
    }
    if (!plot.lines.empty()) panels.push_back({chart_name(model), std::move(plot)});
  }
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
  const Palette palette(study);
  std::vector<Panel> panels;
  std::size_t answer_count = 0;
  for (const std::string& model : study.models) {
    Scatter plot{.legend = setup_legend(study, palette),
                 .x_label = "Answer length (characters)",
                 .y_label = "Latency (ms)",
                 .x_range = Range{0, 0},
                 .y_range = Range{0, 0}};
    for (const Setup& setup : setups(study)) {
      const auto runs = study.complete_indices.find({model, setup.device, setup.dtype});
      if (runs == study.complete_indices.end()) continue;
      const Answers answers = answers_of(data.samples, runs->second);
      const std::string color = palette.color(setup.device, setup.dtype);
      for (std::size_t i = 0; i < answers.lengths.size(); ++i) {
        plot.points.push_back(
            {.x = answers.lengths[i], .y = answers.latencies_ms[i], .color = color});
      }
      if (auto line = fit(answers, color)) plot.lines.push_back(std::move(*line));
    }
    answer_count += plot.points.size();
    if (!plot.points.empty()) panels.push_back({chart_name(model), std::move(plot)});
  }
  return panel_chart(
      "Latency against answer length by model",
      fmt::format("Lines: robust fit (Theil and Sen) for each device and precision; its slope is "
                  "the time that one more character takes. Over {}, at most {} of each run and "
                  "task, evenly spread; {}.",
                  counted(answer_count, "answer"), kAnswerTimeLimit, extent(study)),
      gap_footnotes(study, answer_length()), std::move(panels));
}

}  // namespace sightmark
