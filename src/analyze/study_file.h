#pragma once

#include <string>
#include <vector>

#include "analyze/analyze.h"
#include "figures/figure.h"
#include "page/html_report.h"
#include "report/summary.h"

// The files of a study, and what they say.
namespace sightmark {

struct StudyFile {
  std::string name;  // path below the output folder
  std::string text;
};

struct StudyFigures {
  std::vector<StudyFigure> drawn;
  std::vector<MissingFigure> missing;  // named by path below the output folder, without extension
};

// The figures of the parts that were asked for.
StudyFigures study_figures(const FigureData& data, StudyPart part);

// The files that not every study has, below the output folder: the table of accuracy, which needs
// truth, and the page, which has a limit of runs.
std::vector<std::string> optional_files(StudyPart part);

// Tables and reports, the folders' READMEs and the summary among them; the page where there are
// excerpts for it.
std::vector<StudyFile> study_files(const Study& study, const ReportContext& context,
                                   const std::vector<StudyFigure>& figures,
                                   const PageTrials& trials, const AnalyzeOptions& options);

// The commands that write this study again, for a shell.
std::vector<std::string> command_lines(const AnalyzeOptions& options);

}  // namespace sightmark
