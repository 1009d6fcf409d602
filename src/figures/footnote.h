#pragma once

#include <string>
#include <vector>

#include "study/study.h"

namespace sightmark {

// A device and a precision that some complete run has.
struct Setup {
  std::string device, dtype;

  auto operator<=>(const Setup&) const = default;
};

// In the order of the study's devices and dtypes.
std::vector<Setup> setups(const Study& study);

// Names each gap of a chart by model and setup: what was not measured, and which runs failed or
// were cut off. Empty where there is no gap.
std::vector<std::string> gap_footnotes(const Study& study, const Metric& metric);

// Names the runs that failed wholly; empty where there is none.
std::vector<std::string> failed_footnotes(const Study& study);

// "13 runs of 11 configurations": what a chart is over.
std::string extent(const Study& study);

// "Dell bf16", as a legend shows it.
std::string setup_name(const Setup& setup);

// "InternVL2-2B · Dell bf16", as an axis shows it.
std::string configuration_label(const Configuration& configuration);

// "InternVL2-2B · Dell".
std::string model_on_device(const std::string& model, const std::string& device);

// A name from a file as a chart shows it.
std::string chart_name(const std::string& name);

}  // namespace sightmark
