#include "figures/footnote.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "base/number.h"
#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::size_t kNameLimit = 48;

bool has_run(const Study& study, const Configuration& configuration, RunStatus status) {
  return std::any_of(study.runs.begin(), study.runs.end(), [&](const RunMetrics& run) {
    return run.status == status && configuration_of(run) == configuration;
  });
}

// "InternVL2-2B on Orin bf16; SmolVLM2 on Dell bf16, Dell fp16"
std::string not_measured(const Study& study, const Metric& metric) {
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
    if (!gaps.empty())
      parts.push_back(fmt::format("{} on {}", chart_name(model), fmt::join(gaps, ", ")));
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

std::string with_status(const Study& study, RunStatus status) {
  std::vector<std::string> parts;
  for (const RunMetrics& run : study.runs) {
    if (run.status != status || !runs_of(study, configuration_of(run)).empty()) continue;
    parts.push_back(fmt::format("{} on {} {}", chart_name(run.model), chart_name(run.device),
                                chart_name(run.dtype)));
  }
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace

std::string setup_name(const Setup& setup) {
  return chart_name(setup.device) + ' ' + chart_name(setup.dtype);
}

std::string configuration_label(const Configuration& own) {
  return fmt::format("{} · {} {}", chart_name(own.model), chart_name(own.device),
                     chart_name(own.dtype));
}

std::string model_on_device(const std::string& model, const std::string& device) {
  return fmt::format("{} · {}", chart_name(model), chart_name(device));
}

std::string chart_name(const std::string& name) { return shortened(name, kNameLimit); }

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

std::vector<std::string> gap_footnotes(const Study& study, const Metric& metric) {
  std::vector<std::string> notes;
  const auto add = [&](const std::string& what, const std::string& names) {
    if (!names.empty()) notes.push_back(what + ": " + names + '.');
  };
  add("Not measured", not_measured(study, metric));
  add("Failed in every trial", with_status(study, RunStatus::Failed));
  add("Cut off, so not shown", with_status(study, RunStatus::CutOff));
  return notes;
}

std::vector<std::string> failed_footnotes(const Study& study) {
  std::vector<std::string> parts;
  for (const RunMetrics& run : study.runs) {
    if (run.status != RunStatus::Failed) continue;
    parts.push_back(fmt::format("{} on {} {} (0 of {})", chart_name(run.model),
                                chart_name(run.device), chart_name(run.dtype),
                                grouped(run.trial_count)));
  }
  if (parts.empty()) return {};
  return {fmt::format("Failed in every trial: {}.", fmt::join(parts, "; "))};
}

std::string extent(const Study& study) {
  return fmt::format("{} of {}", counted(complete_runs(study).size(), "run"),
                     counted(study.complete_indices.size(), "configuration"));
}

}  // namespace sightmark
