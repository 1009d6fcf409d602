#pragma once

#include <string>
#include <vector>

#include "analyze/analyze.h"
#include "figures/figure.h"
#include "report/summary.h"

// Which files a study consists of, and what they say.
namespace sightmark {

struct StudyFile {
  std::string name;  // path below the output folder
  std::string text;
};

// A figure and the folder it goes to: "vision_plots/", "caption_analysis/" or "".
struct FolderFigure {
  std::string folder;
  Figure figure;
};

// The figures of the parts that were asked for.
std::vector<FolderFigure> study_figures(const Study& study, const StudySamples& samples,
                                        StudyPart part);

// The names of figures of these parts that are not among the drawn ones, as paths without
// extension.
std::vector<std::string> undrawn_figures(const std::vector<FolderFigure>& drawn, StudyPart part);

// Tables and reports, the folders' READMEs and the summary among them.
std::vector<StudyFile> study_files(const Study& study, const ReportContext& context,
                                   const std::vector<FolderFigure>& figures, StudyPart part);

}  // namespace sightmark
