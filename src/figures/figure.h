#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "chart/chart.h"
#include "compare/comparison.h"
#include "metric/trial_table.h"
#include "record/power_trace.h"
#include "study/study.h"

namespace sightmark {

// The samples behind a study, run by run.
using StudySamples = std::vector<std::vector<TaskSamples>>;

// What was drawn in each run of a study: [i] belongs to study.runs[i].
using PowerTraces = std::vector<std::optional<PowerTrace>>;

// What figures are drawn from.
struct FigureData {
  const Study& study;
  const StudySamples& samples;  // samples[i] belongs to study.runs[i]
  const PowerTraces& traces;    // likewise
  const std::vector<PrecisionComparison>& precisions;
};

// Draws a figure; none if the data has nothing for it.
using Draw = std::function<std::optional<Chart>(const FigureData&)>;

enum class FigureFolder { Performance, Captions };  // vision_plots/ and caption_analysis/

// A figure: all that is known of it before it is drawn. docs/metrics.md has a row for each.
struct FigureDefinition {
  std::string name;  // of its files, without extension; never renamed
  FigureFolder folder;
  Draw draw;
  std::string absence;  // why it is not drawn, where it is not
};

// All figures, in the order of the reports.
const std::vector<FigureDefinition>& figure_table();

// What the labels of this study's figures stand for: models, tasks, devices, precisions, setups and
// configurations of all its runs. A text that stands for several things is there for each.
std::vector<ChartLabel> figure_labels(const Study& study);

}  // namespace sightmark
