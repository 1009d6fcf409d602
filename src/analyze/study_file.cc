#include "analyze/study_file.h"

#include <algorithm>
#include <utility>

#include "report/summary.h"
#include "report/table.h"
#include "report/text_report.h"

namespace sightmark {
namespace {

bool has_performance(StudyPart part) { return part != StudyPart::Captions; }
bool has_captions(StudyPart part) { return part != StudyPart::Performance; }

std::string folder_of(StudyPart part, const char* name) {
  return part == StudyPart::Whole ? std::string(name) + '/' : "";
}

std::string performance_folder(StudyPart part) { return folder_of(part, "vision_plots"); }
std::string caption_folder(StudyPart part) { return folder_of(part, "caption_analysis"); }

const FileNote kPerformanceTable = {"vision_model_metrics.csv", "the performance table",
                                    "a row for each complete run; columns in docs/metrics.md"};
const FileNote kPerformanceText = {"benchmark_summary_report.txt",
                                   "the best three by three metrics, and every model and run",
                                   "from the performance table"};
const FileNote kSpeedTable = {"speed_quality_metrics.csv", "latency, reliability and answer length",
                              "a row for each complete or wholly failed run, from its records"};
const FileNote kTaskTable = {"task_metrics.csv", "the same by task",
                             "a row for each run and task, from the records"};
const FileNote kCaptionText = {
    "caption_quality_speed_report.txt",
    "the best five by speed, steadiness, length, reliability and balance",
    "from the speed and quality table"};

// What the README of a folder, or the summary, lists: its figures, then its tables.
std::vector<FileNote> notes_of(const std::vector<FolderFigure>& figures, const std::string& folder,
                               std::vector<FileNote> tables, bool has_prefix) {
  std::vector<FileNote> notes;
  for (const auto& [own_folder, figure] : figures) {
    if (own_folder != folder || figure.name.empty()) continue;
    notes.push_back({figure.name + ".png", figure.chart.title, figure.chart.subtitle});
  }
  notes.insert(notes.end(), tables.begin(), tables.end());
  if (has_prefix) {
    for (FileNote& note : notes) note.name.insert(0, folder);
  }
  return notes;
}

}  // namespace

std::vector<FolderFigure> study_figures(const Study& study, const StudySamples& samples,
                                        StudyPart part) {
  std::vector<FolderFigure> figures;
  const auto add = [&](const std::string& folder, std::vector<Figure> more) {
    for (Figure& figure : more) figures.push_back({folder, std::move(figure)});
  };
  if (has_performance(part)) add(performance_folder(part), performance_figures(study));
  if (has_captions(part)) add(caption_folder(part), caption_figures(study, samples));
  return figures;
}

std::vector<std::string> undrawn_figures(const std::vector<FolderFigure>& drawn, StudyPart part) {
  std::vector<std::string> undrawn;
  const auto add = [&](const std::string& folder, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      const bool is_drawn = std::any_of(drawn.begin(), drawn.end(), [&](const FolderFigure& own) {
        return own.folder == folder && own.figure.name == name;
      });
      if (!is_drawn) undrawn.push_back(folder + name);
    }
  };
  if (has_performance(part)) add(performance_folder(part), performance_figure_names());
  if (has_captions(part)) add(caption_folder(part), caption_figure_names());
  return undrawn;
}

std::vector<StudyFile> study_files(const Study& study, const ReportContext& context,
                                   const std::vector<FolderFigure>& figures, StudyPart part) {
  const std::string performance = performance_folder(part), captions = caption_folder(part);
  const std::vector<FileNote> performance_tables = {kPerformanceTable, kPerformanceText};
  const std::vector<FileNote> caption_tables = {kSpeedTable, kTaskTable, kCaptionText};
  const auto readme_context = [&](const std::string& folder, const std::vector<FileNote>& tables) {
    ReportContext own = context;
    own.files = notes_of(figures, folder, tables, false);
    std::erase_if(own.missing_figures,
                  [&](const MissingFigure& figure) { return !figure.name.starts_with(folder); });
    for (MissingFigure& figure : own.missing_figures) figure.name.erase(0, folder.size());
    return own;
  };

  std::vector<StudyFile> files;
  if (has_performance(part)) {
    files.push_back({performance + kPerformanceTable.name, performance_csv(study)});
    files.push_back({performance + kPerformanceText.name, performance_text(study)});
    files.push_back({performance + "README.md",
                     performance_readme(study, readme_context(performance, performance_tables))});
  }
  if (has_captions(part)) {
    files.push_back({captions + kSpeedTable.name, speed_quality_csv(study)});
    files.push_back({captions + kTaskTable.name, task_csv(study)});
    files.push_back({captions + kCaptionText.name, caption_text(study)});
    files.push_back(
        {captions + "README.md", caption_readme(study, readme_context(captions, caption_tables))});
  }
  if (part == StudyPart::Whole) {
    ReportContext whole = context;
    whole.files = notes_of(figures, performance, performance_tables, true);
    const auto more = notes_of(figures, captions, caption_tables, true);
    whole.files.insert(whole.files.end(), more.begin(), more.end());
    whole.files.push_back({"benchmark_results.tex", "the results as a LaTeX table", ""});
    whole.files.push_back({"ANALYSIS_SUMMARY.md", "this summary", ""});
    files.push_back({"benchmark_results.tex", results_latex(study)});
    files.push_back({"ANALYSIS_SUMMARY.md", analysis_summary(study, whole)});
  }
  return files;
}

}  // namespace sightmark
