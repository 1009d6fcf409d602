#pragma once

#include <string>

#include "chart/chart.h"
#include "study/study.h"

namespace sightmark {

// The metric in grouped bars: model x (device, precision), the mean over repeated runs. The value
// axis is labelled `axis`; `how` says how the metric is computed.
Chart metric_bars(const Study& study, const Metric& metric, const std::string& title,
                  const std::string& axis, const std::string& how);

// The same with one lying bar for each configuration.
Chart metric_bars_by_configuration(const Study& study, const Metric& metric,
                                   const std::string& title, const std::string& axis,
                                   const std::string& how);

// Success rates, up to 105% with a line at 100%; a run that failed wholly is shown as 0 of n.
Chart success_bars(const Study& study);

// Accuracy in all tasks and in each, a panel each, with intervals.
Chart accuracy_panels(const Study& study);

}  // namespace sightmark
