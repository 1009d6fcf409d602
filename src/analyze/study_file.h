#pragma once

#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "analyze/analyze.h"
#include "analyze/progress.h"
#include "base/expected.h"
#include "figures/figure.h"
#include "page/html_report.h"
#include "render/svg_renderer.h"
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

struct DrawingOptions {
  bool with_png = true, with_svg = true;
  std::size_t job_count = 1;
};

// Draws charts into files: one thread turns charts into SVG while the others turn that into PNG.
// The renderer is made on that thread at once, since starting takes it as long as reading the runs
// takes.
class FigureDrawing {
 public:
  explicit FigureDrawing(std::function<std::unique_ptr<ChartRenderer>()> make_renderer);
  ~FigureDrawing();

  // Writes all of them below the folder, whole files or none; fails with the first error. May be
  // called once.
  Expected<void> draw(const std::filesystem::path& folder, const std::vector<StudyFigure>& figures,
                      const DrawingOptions& options, const Progress& progress);

 private:
  struct Job {
    const Chart* chart;
    std::promise<Expected<std::string>> svg;
  };

  std::promise<std::vector<Job>> jobs_;
  bool is_given_ = false;
  std::jthread thread_;
};

}  // namespace sightmark
