#include <fmt/format.h>

#include <algorithm>

#include "base/number.h"
#include "figures/builder.h"
#include "figures/chart_text.h"
#include "stats/robust_line.h"

namespace sightmark {
namespace {

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
