#include "figures/chart_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "figures/figure.h"

namespace sightmark {
namespace {

constexpr std::size_t kNameLimit = 48;   // code points
constexpr std::size_t kPanelLimit = 24;  // of a figure

bool has_run(const Study& study, const Configuration& configuration, RunStatus status) {
  return std::any_of(study.runs.begin(), study.runs.end(), [&](const RunMetrics& run) {
    return run.status == status && configuration_of(run) == configuration;
  });
}

// "InternVL2-2B on Orin bf16", "SmolVLM2 on Dell bf16, Dell fp16".
std::vector<std::string> not_measured(const Study& study, const Metric& metric) {
  std::vector<std::string> parts;
  for (const std::string& model : study.models) {
    std::vector<std::string> gaps;
    for (const Setup& setup : setups(study)) {
      const Configuration configuration{model, setup.device, setup.dtype};
      if (configuration_value(study, configuration, metric)) continue;
      if (has_run(study, configuration, RunStatus::Failed)) continue;
      if (has_run(study, configuration, RunStatus::CutOff)) continue;
      gaps.push_back(setup_name(setup));
    }
    if (gaps.empty()) continue;
    parts.push_back(fmt::format("{} on {}", chart_name(model), fmt::join(gaps, ", ")));
  }
  return parts;
}

std::vector<std::string> with_status(const Study& study, RunStatus status) {
  std::vector<std::string> parts;
  for (const RunMetrics& run : study.runs) {
    if (run.status != status || !runs_of(study, configuration_of(run)).empty()) continue;
    parts.push_back(configuration_in_words(configuration_of(run)));
  }
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  return parts;
}

}  // namespace

std::vector<Setup> setups(const Study& study) {
  std::vector<Setup> found;
  for (const std::string& device : study.devices) {
    for (const std::string& dtype : study.dtypes) {
      const bool occurs = std::any_of(
          study.complete_indices.begin(), study.complete_indices.end(), [&](const auto& entry) {
            return entry.first.device == device && entry.first.dtype == dtype;
          });
      if (occurs) found.push_back({device, dtype});
    }
  }
  return found;
}

std::string chart_name(const std::string& name) { return shortened(name, kNameLimit); }

std::string setup_name(const Setup& setup) {
  return chart_name(setup.device) + ' ' + chart_name(setup.dtype);
}

std::string model_on_device(const std::string& model, const std::string& device) {
  return fmt::format("{} · {}", chart_name(model), chart_name(device));
}

std::string configuration_label(const Configuration& configuration) {
  const auto& [model, device, dtype] = configuration;
  return fmt::format("{} · {} {}", chart_name(model), chart_name(device), chart_name(dtype));
}

std::string configuration_in_words(const Configuration& configuration) {
  const auto& [model, device, dtype] = configuration;
  return fmt::format("{} on {} {}", chart_name(model), chart_name(device), chart_name(dtype));
}

std::string extent(const Study& study) {
  return fmt::format("{} of {}", counted(complete_runs(study).size(), "run"),
                     counted(study.complete_indices.size(), "configuration"));
}

std::string named_footnote(const std::string& what, const std::vector<std::string>& names) {
  return names.empty() ? "" : fmt::format("{}: {}.", what, fmt::join(names, "; "));
}

std::vector<std::string> footnotes(std::initializer_list<std::string> texts) {
  std::vector<std::string> notes = texts;
  std::erase(notes, "");
  return notes;
}

std::optional<Range> range_of(const std::optional<Interval>& interval) {
  return interval ? std::optional(Range{interval->low, interval->high}) : std::nullopt;
}

std::vector<std::string> gap_footnotes(const Study& study, const Metric& metric) {
  return footnotes(
      {named_footnote("Not measured", not_measured(study, metric)),
       named_footnote("Failed in every trial", with_status(study, RunStatus::Failed)),
       named_footnote("Cut off, so not shown", with_status(study, RunStatus::CutOff))});
}

std::string missing_footnote(const Study& study, const Metric& metric) {
  std::vector<std::string> names;
  for (const Configuration& configuration : measured_configurations(study)) {
    if (configuration_value(study, configuration, metric)) continue;
    names.push_back(configuration_in_words(configuration));
  }
  return named_footnote("Not shown, without " + metric.name, names);
}

std::optional<Chart> panel_chart(std::string title, std::string subtitle,
                                 std::vector<std::string> footnotes, std::vector<Panel> panels) {
  if (panels.empty()) return std::nullopt;
  std::vector<std::string> rest;
  for (std::size_t i = kPanelLimit; i < panels.size(); ++i) rest.push_back(panels[i].title);
  if (!rest.empty()) {
    footnotes.push_back(named_footnote("No room for " + counted(rest.size(), "more panel"), rest));
    panels.resize(kPanelLimit);
  }
  return Chart{std::move(title), std::move(subtitle), std::move(footnotes),
               Panels{std::move(panels)}};
}

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
