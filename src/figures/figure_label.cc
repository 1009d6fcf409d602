
#include <set>
#include <utility>

#include "figures/chart_text.h"
#include "figures/figure.h"

namespace sightmark {

std::vector<ChartLabel> figure_labels(const Study& study) {
  std::set<std::string> models, devices, dtypes, tasks;
  std::set<Setup> all_setups;
  std::set<Configuration> configurations;
  std::set<std::pair<std::string, std::string>> places;  // model and device
  for (const RunMetrics& run : study.runs) {
    models.insert(run.model);
    devices.insert(run.device);
    dtypes.insert(run.dtype);
    all_setups.insert({run.device, run.dtype});
    configurations.insert(configuration_of(run));
    places.insert({run.model, run.device});
    for (const TaskMetrics& task : run.tasks) tasks.insert(task.task);
  }

  std::vector<ChartLabel> labels;
  for (const auto& model : models) labels.push_back({.text = chart_name(model), .model = model});
  for (const auto& device : devices) {
    labels.push_back({.text = chart_name(device), .device = device});
  }
  for (const auto& dtype : dtypes) labels.push_back({.text = chart_name(dtype), .dtype = dtype});
  for (const auto& task : tasks) labels.push_back({.text = chart_name(task), .task = task});
  for (const Setup& setup : all_setups) {
    labels.push_back({.text = setup_name(setup), .device = setup.device, .dtype = setup.dtype});
  }
  for (const auto& [model, device] : places) {
    labels.push_back({.text = model_on_device(model, device), .model = model, .device = device});
  }
  for (const auto& [model, device, dtype] : configurations) {
    labels.push_back({.text = configuration_label({model, device, dtype}),
                      .model = model,
                      .device = device,
                      .dtype = dtype});
  }
  return labels;
}

}  // namespace sightmark
