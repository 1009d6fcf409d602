#pragma once

#include <string>
#include <vector>

#include "audit/audit.h"
#include "compare/comparison.h"
#include "metric/cost.h"
#include "study/study.h"

namespace sightmark {

// A file of the study. Names are paths below the study's folder.
struct FileNote {
  std::string name;
  std::string what;  // what it shows
  std::string how;   // how it was computed
};

// A figure that was not drawn.
struct MissingFigure {
  std::string name;
  std::string reason;
};

// What the Markdown reports need besides the study.
struct ReportContext {
  std::string date;    // "2026-01-30"; empty where unknown
  std::string folder;  // name of the study's folder
  bool has_figures = true, has_png_and_svg = true;
  std::optional<Price> price;  // of electricity
  std::vector<PrecisionComparison> precisions;
  std::vector<FileNote> files;
  std::vector<MissingFigure> missing_figures;
  std::vector<LeftOut> left_out;
  std::vector<std::string> commands;  // that regenerate the study
};

// ANALYSIS_SUMMARY.md: the whole study on a page. `found` is its audit.
std::string analysis_summary(const Study& study, const Audit& found, const ReportContext& context);

// README.md of vision_plots/ and of caption_analysis/. The context holds that folder's files.
std::string performance_readme(const Study& study, const Audit& found,
                               const ReportContext& context);
std::string caption_readme(const Study& study, const Audit& found, const ReportContext& context);

}  // namespace sightmark
