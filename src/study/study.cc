#include "study/study.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "audit/audit.h"
#include "base/list.h"
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

std::string cut_off_reason(const RunMetrics& run) {
  return fmt::format("cut off after {}: summary.json is missing or damaged",
                     counted(run.trial_count, "record"));
}

std::string reason(const RunMetrics& run) {
  switch (run.status) {
    case RunStatus::Failed:
      return run.trial_count == 1
                 ? "its only trial failed"
                 : fmt::format("every one of its {} trials failed", grouped(run.trial_count));
    case RunStatus::CutOff:
      return cut_off_reason(run);
    case RunStatus::Empty:
      return "it has no usable record";
    case RunStatus::Complete:
      break;
  }
  return {};
}

}  // namespace

Study make_study(std::vector<RunMetrics> runs, std::map<std::string, double> bandwidth_by_device) {
  distinguish_models(runs);
  Study study{.runs = std::move(runs), .bandwidth_by_device = std::move(bandwidth_by_device)};
  const RunPointers complete = complete_runs(study);
  study.models = sorted_names(list_of(complete, &RunMetrics::model));
  study.devices = sorted_names(list_of(complete, &RunMetrics::device));
  study.dtypes = sorted_names(list_of(complete, &RunMetrics::dtype));
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

std::vector<std::string> sorted_names(std::vector<std::string> names) {
  std::sort(names.begin(), names.end(), name_less);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
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

std::string_view status_name(RunStatus status) {
  constexpr std::string_view kNames[] = {"complete", "cut_off", "failed", "empty"};
  return kNames[static_cast<std::size_t>(status)];
}

std::vector<LeftOut> left_out(const std::vector<RunMetrics>& runs) {
  std::vector<LeftOut> found;
  for (const RunMetrics& run : runs) {
    if (run.status == RunStatus::Complete) continue;
    found.push_back({run.run_dir, configuration_name(run), reason(run)});
  }
  return found;
}

std::vector<PrecisionPair> precision_pairs(const Study& study, const Metric& metric) {
  std::vector<PrecisionPair> pairs;
  for (const std::string& model : study.models) {
    for (const std::string& device : study.devices) {
      const auto fp16 = configuration_value(study, {model, device, "fp16"}, metric);
      const auto bf16 = configuration_value(study, {model, device, "bf16"}, metric);
      if (!fp16 || !bf16 || *fp16 == 0) continue;
      RunPointers both = runs_of(study, {model, device, "fp16"});
      const RunPointers others = runs_of(study, {model, device, "bf16"});
      both.insert(both.end(), others.begin(), others.end());
      if (are_comparable(both, metric)) pairs.push_back({model, device, *fp16, *bf16});
    }
  }
  return pairs;
}

std::optional<PrecisionMeans> precision_means(const std::vector<PrecisionPair>& pairs,
                                              const std::string& model) {
  std::vector<double> fp16, bf16;
  for (const PrecisionPair& pair : pairs) {
    if (pair.model != model) continue;
    fp16.push_back(pair.fp16);
    bf16.push_back(pair.bf16);
  }
  if (fp16.empty()) return std::nullopt;
  return PrecisionMeans{*mean(fp16), *mean(bf16)};
}

}  // namespace sightmark
