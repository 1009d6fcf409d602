#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "metric/metric.h"
#include "metric/run_metrics.h"

namespace sightmark {

// All runs that could be read, and the names that occur in the complete ones.
struct Study {
  std::vector<RunMetrics> runs;  // in order of run_dir; each model_id has another `model`
  std::vector<std::string> models, devices, dtypes;  // of the complete runs, sorted by name
  std::map<Configuration, std::vector<std::size_t>> complete_indices;  // into runs
  std::map<std::string, double> bandwidth_by_device;  // of memory, in GB/s, where it was given
};

// Takes the measured runs in order of run_dir. Models of the same name are shown by their
// model_id.
Study make_study(std::vector<RunMetrics> runs,
                 std::map<std::string, double> bandwidth_by_device = {});

// The runs that may be ranked; pointers into the study.
RunPointers complete_runs(const Study& study);

// The complete runs of one configuration.
RunPointers runs_of(const Study& study, const Configuration& configuration);

// The configurations with a complete run, by model, device and dtype as the study orders them.
std::vector<Configuration> measured_configurations(const Study& study);

// Each name once, as a reader expects them sorted.
std::vector<std::string> sorted_names(std::vector<std::string> names);

// The metric's values of those runs that have it.
std::vector<double> values_of(const RunPointers& runs, const Metric& metric);

// The metric's mean over the runs that have it, with the mean of the ends of their intervals, which
// is no narrower than an interval of the mean; no interval if a run with the metric has none.
std::optional<Estimate> mean_estimate(const RunPointers& runs, const Metric& metric);

// The same over the complete runs of a configuration; and the mean alone.
std::optional<Estimate> configuration_estimate(const Study& study,
                                               const Configuration& configuration,
                                               const Metric& metric);
std::optional<double> configuration_value(const Study& study, const Configuration& configuration,
                                          const Metric& metric);

// "complete", "cut_off", "failed", "empty".
std::string_view status_name(RunStatus status);

// A run that is in no table or ranking.
struct LeftOut {
  std::string run_dir;
  std::string configuration;  // "model on device (dtype)"; empty where the run could not be read
  std::string reason;         // "every one of its 2,500 trials failed"
};

// Of the measured runs, those that are not complete.
std::vector<LeftOut> left_out(const std::vector<RunMetrics>& runs);

// One model on one device in both precisions, by one metric.
struct PrecisionPair {
  std::string model, device;
  double fp16, bf16;  // means over the runs of each
};

// The (model, device) pairs with both fp16 and bf16 that have the metric (fp16 not 0) and may be
// compared by it (audit/audit.h): a mean over different devices would compare the devices.
std::vector<PrecisionPair> precision_pairs(const Study& study, const Metric& metric);

// A model's mean over the devices of its pairs; nothing without a pair.
struct PrecisionMeans {
  double fp16, bf16;
};
std::optional<PrecisionMeans> precision_means(const std::vector<PrecisionPair>& pairs,
                                              const std::string& model);

}  // namespace sightmark
