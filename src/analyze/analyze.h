#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyze/progress.h"
#include "base/expected.h"
#include "metric/cost.h"
#include "metric/run_metrics.h"
#include "report/summary.h"
#include "study/study.h"

namespace sightmark {

// What to write: the whole study in two folders and a summary, or the contents of one of the
// folders.
enum class StudyPart { Whole, Performance, Captions };

struct AnalyzeOptions {
  StudyPart part = StudyPart::Whole;
  std::vector<std::filesystem::path> roots;
  std::filesystem::path out;
  DeviceNameByRoot device_names;
  std::map<std::string, double> bandwidth_by_device;  // of memory, GB/s; for the audit
  bool with_png = true, with_svg = true;
  bool with_tables = true, with_figures = true;
  std::optional<Price> price;    // of electricity
  bool with_all_trials = false;  // in the page, not a sample of them
  std::size_t job_count = 1;
  std::optional<std::string> date;  // of the study; else that of the newest run
};

// A title of the study, its holder and the value, in words.
struct NamedChampion {
  std::string title, runs, value;
};

// What was read, left out and written.
struct AnalyzeOutcome {
  std::size_t complete_count = 0, trial_count = 0;
  std::vector<LeftOut> left_out;
  std::vector<std::string> warnings;
  std::vector<MissingFigure> missing_figures;
  std::vector<NamedChampion> champions;
  std::size_t file_count = 0;
};

// Reads runs, measures each, draws findings, draws figures, writes reports. Files appear whole or
// not at all. Fails where a root cannot be read, no run can, or a file cannot be written.
Expected<AnalyzeOutcome> analyze(const AnalyzeOptions& options, const Progress& progress);

}  // namespace sightmark
