#include "study/study.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"

namespace sightmark {
namespace {

void distinguish_models(std::vector<RunMetrics>& runs) {
  std::map<std::string, std::set<std::string>> ids_by_name;
  for (const RunMetrics& run : runs) ids_by_name[run.model].insert(run.model_id);
  for (RunMetrics& run : runs) {
    if (ids_by_name[run.model].size() > 1) run.model = run.model_id;
  }
}

std::vector<std::string> distinct_names(const RunPointers& runs, std::string RunMetrics::*name) {
  const auto less = [](const std::string& a, const std::string& b) { return name_less(a, b); };
  std::set<std::string, decltype(less)> names(less);
  for (const RunMetrics* run : runs) names.insert(run->*name);
  return {names.begin(), names.end()};
}

}  // namespace

Study make_study(std::vector<RunMetrics> runs, std::map<std::string, double> bandwidth_by_device) {
  distinguish_models(runs);
  Study study{.runs = std::move(runs), .bandwidth_by_device = std::move(bandwidth_by_device)};
  const RunPointers complete = complete_runs(study);
  study.models = distinct_names(complete, &RunMetrics::model);
  study.devices = distinct_names(complete, &RunMetrics::device);
  study.dtypes = distinct_names(complete, &RunMetrics::dtype);
  for (std::size_t i = 0; i < study.runs.size(); ++i) {
    if (study.runs[i].status != RunStatus::Complete) continue;
    study.complete_indices[configuration_of(study.runs[i])].push_back(i);
  }
  return study;
}

RunPointers complete_runs(const Study& study) {
  RunPointers runs;
  for (const RunMetrics& run : study.runs) {
    if (run.status == RunStatus::Complete) runs.push_back(&run);
  }
  return runs;
}

RunPointers runs_of(const Study& study, const Configuration& configuration) {
  RunPointers runs;
  const auto known = study.complete_indices.find(configuration);
  if (known == study.complete_indices.end()) return runs;
  for (const std::size_t i : known->second) runs.push_back(&study.runs[i]);
  return runs;
}

std::vector<Configuration> measured_configurations(const Study& study) {
  std::vector<Configuration> ordered;
  for (const auto& [configuration, indices] : study.complete_indices)
    ordered.push_back(configuration);
  std::sort(ordered.begin(), ordered.end(), [](const Configuration& a, const Configuration& b) {
    if (a.model != b.model) return name_less(a.model, b.model);
    if (a.device != b.device) return name_less(a.device, b.device);
    return name_less(a.dtype, b.dtype);
  });
  return ordered;
}

std::vector<double> values_of(const RunPointers& runs, const Metric& metric) {
  std::vector<double> values;
  for (const RunMetrics* run : runs) {
    if (const auto value = metric.value(*run)) values.push_back(*value);
  }
  return values;
}

std::optional<Estimate> mean_estimate(const RunPointers& runs, const Metric& metric) {
  std::vector<double> values, lows, highs;
  for (const RunMetrics* run : runs) {
    const auto estimate = metric.estimate(*run);
    if (!estimate) continue;
    values.push_back(estimate->value);
    if (!estimate->interval) continue;
    lows.push_back(estimate->interval->low);
    highs.push_back(estimate->interval->high);
  }
  if (values.empty()) return std::nullopt;
  if (lows.size() < values.size()) return Estimate{*mean(values), {}};
  return Estimate{*mean(values), Interval{*mean(lows), *mean(highs)}};
}

std::optional<Estimate> configuration_estimate(const Study& study,
                                               const Configuration& configuration,
                                               const Metric& metric) {
  return mean_estimate(runs_of(study, configuration), metric);
}

std::optional<double> configuration_value(const Study& study, const Configuration& configuration,
                                          const Metric& metric) {
  return value_of(configuration_estimate(study, configuration, metric));
}

}  // namespace sightmark
