#pragma once

#include <string>
#include <vector>

#include "figures/figure.h"
#include "figures/palette.h"

// The charts that figures are made of: first the forms that any metric can take, then the charts
// with another form.
namespace sightmark {

// The metric in grouped bars: model x (device, precision), the mean over repeated runs. The value
// axis is labelled `axis`; `how` says how the metric is computed.
Draw metric_bars(const Metric& metric, const std::string& title, const std::string& axis,
                 const std::string& how);

// The same with one horizontal bar for each configuration.
Draw metric_bars_by_configuration(const Metric& metric, const std::string& title,
                                  const std::string& axis, const std::string& how);

// The metric by model (rows) and device (columns), the mean over their complete runs of any
// precision.
Draw metric_heatmap(const Metric& metric, const std::string& title, const std::string& how);

// One metric against another, a point for each configuration that has both; the others are named.
Draw metric_scatter(const Metric& x, const Metric& y, const std::string& title,
                    const std::string& how);

// The points of such a scatter chart, with their legend.
Scatter metric_points(const Study& study, const Palette& palette, const Metric& x, const Metric& y);

// A box for each task, the named samples of all complete runs pooled.
Draw task_boxes(std::vector<double> TaskSamples::*values, const std::string& title,
                const std::string& axis);

// Success rates, up to 105% with a line at 100%; a run that failed wholly is shown as 0 of n.
std::optional<Chart> success_bars(const FigureData& data);

// Accuracy in all tasks and in each, a panel each, with intervals.
std::optional<Chart> accuracy_panels(const FigureData& data);

// Accuracy against energy per inference, with the part of the device that power covers.
std::optional<Chart> accuracy_energy_scatter(const FigureData& data);

// The 99th percentile of latency against the 90th, with the diagonal.
std::optional<Chart> tail_scatter(const FigureData& data);

// Latency of successful trials, a box for each configuration over all its complete runs.
std::optional<Chart> latency_boxes(const FigureData& data);

// The share of a configuration's successful trials that took at most a given time (the empirical
// cumulative distribution function, ECDF): a panel for each model, a line for each device and
// precision, of at most 200 steps.
std::optional<Chart> latency_ecdf(const FigureData& data);

// Latency against answer length, a panel for each model: a sample of the answers of each device and
// precision (TaskSamples::answer_times), and a robust line through it, with its slope.
std::optional<Chart> length_panels(const FigureData& data);

// Whether a model works on a device in a precision: its success rate in percent, and marks for what
// failed wholly, was cut off, or has no run.
std::optional<Chart> feasibility_map(const FigureData& data);

// The mean time of a request in two parts, before and after its first text, a bar for each
// configuration where both are recorded.
std::optional<Chart> time_split(const FigureData& data);

// Mean latency of each configuration as the share of one task goes from 0 to 100% of the questions,
// the others sharing the rest evenly: where lines cross, the ranking depends on the mix of tasks.
// Drawn for the task by which most pairs change places.
std::optional<Chart> task_mix(const FigureData& data);

// The change from fp16 to bf16, a row for each pair of runs. A metric of which no pair has a change
// has no column.
std::optional<Chart> precision_forest(const FigureData& data);

// fp16 against bf16 by model in four panels: tokens/s, memory, tokens/s/W and energy per token.
// Only (model, device) pairs that hold both precisions count; a model's mean is over its devices.
std::optional<Chart> precision_panels(const FigureData& data);

// Energy per inference against mean latency, a panel with its Pareto front for each group of runs
// that may be compared by energy (audit/comparable.h). A configuration that nothing may be compared
// with is named below.
std::optional<Chart> pareto_panels(const FigureData& data);

// The ranking by prompt and generated tokens per second beside that by generated tokens per second,
// for the configurations that have both.
std::optional<Chart> token_slope(const FigureData& data);

// The peak of each configuration's memory, as a share of the device's.
std::optional<Chart> memory_fit(const FigureData& data);

// Power while a run's first requests were answered, a panel for each configuration with a trace.
std::optional<Chart> power_panels(const FigureData& data);

}  // namespace sightmark
