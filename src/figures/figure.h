#pragma once

#include <string>
#include <vector>

#include "chart/chart.h"
#include "compare/precision_comparison.h"
#include "metric/power_traces.h"
#include "metric/trial_table.h"
#include "study/study.h"

namespace sightmark {

struct Figure {
  std::string name;  // of its file, without the extension
  Chart chart;
};

// The samples behind a study, run by run: samples[i] belongs to study.runs[i].
using StudySamples = std::vector<std::vector<TaskSamples>>;

// The figures of vision_plots/ and of caption_analysis/ in the order of their names' list. Those
// that the data has nothing for are left out.
std::vector<Figure> performance_figures(const Study& study, const PowerTraces& traces);
std::vector<Figure> caption_figures(const Study& study, const StudySamples& samples,
                                    const std::vector<PrecisionComparison>& precisions);

// Why a figure of this name is left out.
std::string absence_reason(const std::string& name);

// The names of all figures, drawn or not.
std::vector<std::string> performance_figure_names();
std::vector<std::string> caption_figure_names();

}  // namespace sightmark
