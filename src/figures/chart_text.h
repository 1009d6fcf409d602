#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "chart/chart.h"
#include "study/study.h"

// The names, subtitles and footnotes that the charts of a study share.
namespace sightmark {

// A device and a precision that some complete run has.
struct Setup {
  std::string device, dtype;

  auto operator<=>(const Setup&) const = default;
};

// In the order of the study's devices and dtypes.
std::vector<Setup> setups(const Study& study);

// A name from a file as a chart shows it.
std::string chart_name(const std::string& name);

// "Dell bf16", as a legend shows it.
std::string setup_name(const Setup& setup);

// "InternVL2-2B · Dell".
std::string model_on_device(const std::string& model, const std::string& device);

// "InternVL2-2B · Dell bf16", as an axis shows it.
std::string configuration_label(const Configuration& configuration);

// "InternVL2-2B on Dell bf16", as a footnote shows it.
std::string configuration_in_words(const Configuration& configuration);

// "13 runs of 11 configurations": what a chart is over.
std::string extent(const Study& study);

// "Not recorded: Lynx on Alder fp16; Heron on Birch bf16."; empty without names.
std::string named_footnote(const std::string& what, const std::vector<std::string>& names);

// The texts that are not empty.
std::vector<std::string> footnotes(std::initializer_list<std::string> texts);

// As a line with ends beside a value.
std::optional<Range> range_of(const std::optional<Interval>& interval);

// Names each gap of a chart by model and setup: what was not measured, and which runs failed or
// were cut off.
std::vector<std::string> gap_footnotes(const Study& study, const Metric& metric);

// Names the configurations without the metric; empty where all have it.
std::string missing_footnote(const Study& study, const Metric& metric);

// A chart of the first two dozen panels, for which a figure has room; a footnote names the others.
// Nothing without panels.
std::optional<Chart> panel_chart(std::string title, std::string subtitle,
                                 std::vector<std::string> footnotes, std::vector<Panel> panels);

}  // namespace sightmark
