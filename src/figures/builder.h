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

std::optional<Chart> success_bars(const FigureData& data);     // a failed run is shown as 0 of n
std::optional<Chart> accuracy_panels(const FigureData& data);  // in all tasks and in each
std::optional<Chart> accuracy_energy_scatter(const FigureData& data);
std::optional<Chart> tail_scatter(const FigureData& data);  // 99th percentile against the 90th

// Latency of successful trials, a box for each configuration over all its complete runs.
std::optional<Chart> latency_boxes(const FigureData& data);

// The empirical cumulative distribution (ECDF) of latency: a panel for each model, a line of at
// most 200 steps for each device and precision.
std::optional<Chart> latency_ecdf(const FigureData& data);

// Latency against answer length, a panel for each model, with a robust line through a sample of the
// answers of each device and precision (TaskSamples::answer_times).
std::optional<Chart> length_panels(const FigureData& data);

// Success rates, with marks for what failed wholly, was cut off, or has no run.
std::optional<Chart> feasibility_map(const FigureData& data);

// The mean time of a request before and after its first text.
std::optional<Chart> time_split(const FigureData& data);

// Mean latency as the share of one task grows, the others sharing the rest evenly: of the task by
// which most pairs of configurations change places.
std::optional<Chart> task_mix(const FigureData& data);

// The change from fp16 to bf16, a row for each pair of runs.
std::optional<Chart> precision_forest(const FigureData& data);

// fp16 against bf16 by model in four panels; a model's mean is over the devices that ran both.
std::optional<Chart> precision_panels(const FigureData& data);

// Energy per inference against mean latency, a panel with its Pareto front for each group of runs
// that may be compared by energy (audit/audit.h); what is comparable with none is named below.
std::optional<Chart> pareto_panels(const FigureData& data);

// The ranking with prompt tokens beside that without them.
std::optional<Chart> token_slope(const FigureData& data);

// The peak of each configuration's memory, as a share of the device's.
std::optional<Chart> memory_fit(const FigureData& data);

// Power while a run's first requests were answered, a panel for each configuration with a trace.
std::optional<Chart> power_panels(const FigureData& data);

}  // namespace sightmark
