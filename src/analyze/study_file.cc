#include "analyze/study_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "audit/audit.h"
#include "base/file.h"
#include "base/parallel.h"
#include "page/html_report.h"
#include "render/png.h"
#include "report/audit_report.h"
#include "report/summary.h"
#include "report/table.h"
#include "study/ranking.h"

namespace sightmark {
namespace {

bool has_performance(StudyPart part) { return part != StudyPart::Captions; }
bool has_captions(StudyPart part) { return part != StudyPart::Performance; }

std::string performance_folder(StudyPart part) {
  return part == StudyPart::Whole ? "vision_plots/" : "";
}
std::string caption_folder(StudyPart part) {
  return part == StudyPart::Whole ? "caption_analysis/" : "";
}

const FileNote kPerformanceTable = {"vision_model_metrics.csv", "the performance table",
                                    "a row for each complete run; columns in docs/metrics.md"};
const FileNote kPerformanceText = {"benchmark_summary_report.txt",
                                   "the best three by three metrics, and every model and run",
                                   "from the performance table"};
const FileNote kSpeedTable = {
    "speed_quality_metrics.csv", "latency, reliability and answer length",
    "a row for each run that is complete or failed in every trial, from its records"};
const FileNote kTaskTable = {"task_metrics.csv", "the same by task",
                             "a row for each run and task, from the records"};
const FileNote kAccuracyTable = {
    "accuracy_metrics.csv", "accuracy of the answers, by run and task",
    "a row for each run and for each of its tasks; needs the images' truth"};
const FileNote kCaptionText = {
    "caption_quality_speed_report.txt",
    "the best five by speed, consistency, length, reliability and balance",
    "from the speed and quality table"};

const FileNote kReadme = {"README.md", "the files of this folder, and their findings", ""};
const FileNote kPage = {"report.html", "the study as a page for a browser",
                        "all figures and runs, to filter, sort and inspect"};
const FileNote kRunsTable = {"runs.csv", "the metrics that rankings rest on, with their intervals",
                             "a row for each run; columns in docs/metrics.md"};
const FileNote kAuditReport = {"audit.md", "what blocks or weakens comparisons of the runs", ""};
const FileNote kAuditData = {"audit.json", "the same as data", ""};
const FileNote kLatexTable = {"benchmark_results.tex", "the results as a LaTeX table", ""};
const FileNote kSummary = {"ANALYSIS_SUMMARY.md", "this summary", ""};

// The files of a folder: its figures, then its tables and its README.
std::vector<FileNote> notes_of(const std::vector<StudyFigure>& figures, const std::string& folder,
                               const std::vector<FileNote>& tables, const AnalyzeOptions& options) {
  std::vector<FileNote> notes;
  for (const StudyFigure& figure : figures) {
    if (!figure.name.starts_with(folder)) continue;
    notes.push_back({figure.name.substr(folder.size()) + (options.with_png ? ".png" : ".svg"),
                     figure.chart.title, figure.chart.subtitle});
  }
  notes.insert(notes.end(), tables.begin(), tables.end());
  notes.push_back(kReadme);
  return notes;
}

void append_below(const std::string& folder, const std::vector<FileNote>& notes,
                  std::vector<FileNote>& all) {
  for (const FileNote& note : notes) all.push_back({folder + note.name, note.what, note.how});
}

// The context as the README of one folder needs it, with names below that folder.
ReportContext folder_context(ReportContext context, const std::string& folder,
                             std::vector<FileNote> files) {
  context.files = std::move(files);
  std::erase_if(context.missing_figures,
                [&](const MissingFigure& figure) { return !figure.name.starts_with(folder); });
  for (MissingFigure& figure : context.missing_figures) figure.name.erase(0, folder.size());
  return context;
}

constexpr double kPixelsPerCssPixel = 2;

std::filesystem::path with_extension(std::filesystem::path path, const char* extension) {
  return path += extension;
}

Expected<void> write_figure(const std::filesystem::path& path, const Expected<std::string>& svg,
                            const DrawingOptions& options) {
  if (!svg) {
    return fail(fmt::format("cannot draw {}: {}", path.filename().string(), svg.error().message));
  }
  if (options.with_svg) {
    if (auto written = write_file(with_extension(path, ".svg"), *svg); !written) return written;
  }
  if (!options.with_png) return {};
  const auto png = png_from_svg(*svg, kPixelsPerCssPixel);
  if (!png) return tl::unexpected(png.error());
  return write_file(with_extension(path, ".png"), *png);
}

}  // namespace

StudyFigures study_figures(const FigureData& data, StudyPart part) {
  StudyFigures figures;
  for (const FigureDefinition& figure : figure_table()) {
    const bool is_caption = figure.folder == FigureFolder::Captions;
    if (is_caption ? !has_captions(part) : !has_performance(part)) continue;
    const std::string folder = is_caption ? caption_folder(part) : performance_folder(part);
    if (auto chart = figure.draw(data)) {
      figures.drawn.push_back({folder + figure.name, std::move(*chart)});
    } else {
      figures.missing.push_back({folder + figure.name, figure.absence});
    }
  }
  return figures;
}

std::vector<std::string> optional_files(StudyPart part) {
  std::vector<std::string> names;
  if (has_captions(part)) names.push_back(caption_folder(part) + kAccuracyTable.name);
  if (part == StudyPart::Whole) names.push_back(kPage.name);
  return names;
}

std::vector<StudyFile> study_files(const Study& study, const ReportContext& context,
                                   const std::vector<StudyFigure>& figures,
                                   const PageTrials& trials, const AnalyzeOptions& options) {
  const StudyPart part = options.part;
  const Audit found = audit(study.runs, study.bandwidth_by_device);
  ReportContext whole = context;
  std::vector<StudyFile> files;
  if (has_performance(part)) {
    const std::string folder = performance_folder(part);
    const auto notes = notes_of(figures, folder, {kPerformanceTable, kPerformanceText}, options);
    append_below(folder, notes, whole.files);
    files.push_back({folder + kPerformanceTable.name, performance_csv(study)});
    files.push_back({folder + kPerformanceText.name, performance_text(study)});
    files.push_back({folder + kReadme.name,
                     performance_readme(study, found, folder_context(context, folder, notes))});
  }
  if (has_captions(part)) {
    const std::string folder = caption_folder(part);
    std::vector<FileNote> tables = {kSpeedTable, kTaskTable, kCaptionText};
    const bool has_accuracy = !standings(study, accuracy()).empty();
    if (has_accuracy) tables.insert(tables.begin() + 2, kAccuracyTable);
    const auto notes = notes_of(figures, folder, tables, options);
    append_below(folder, notes, whole.files);
    files.push_back({folder + kSpeedTable.name, speed_quality_csv(study)});
    files.push_back({folder + kTaskTable.name, task_csv(study)});
    if (has_accuracy) files.push_back({folder + kAccuracyTable.name, accuracy_csv(study)});
    files.push_back({folder + kCaptionText.name, caption_text(study)});
    files.push_back({folder + kReadme.name,
                     caption_readme(study, found, folder_context(context, folder, notes))});
  }
  if (part == StudyPart::Whole) {
    if (!trials.excerpts.empty()) append_below("", {kPage}, whole.files);
    append_below("", {kRunsTable, kAuditReport, kAuditData, kLatexTable, kSummary}, whole.files);
    files.push_back({kRunsTable.name, runs_csv(study, options.price)});
    files.push_back({kAuditReport.name, audit_markdown(found)});
    files.push_back({kAuditData.name, audit_json(found, study)});
    files.push_back({kLatexTable.name, results_latex(study)});
    files.push_back({kSummary.name, analysis_summary(study, found, whole)});
    if (!trials.excerpts.empty()) {
      files.push_back({kPage.name, html_report(study, {.context = context,
                                                       .audit = found,
                                                       .figures = figures,
                                                       .labels = figure_labels(study),
                                                       .trials = trials})});
    }
  }
  return files;
}

FigureDrawing::FigureDrawing(std::function<std::unique_ptr<ChartRenderer>()> make_renderer)
    : thread_([make = std::move(make_renderer), jobs = jobs_.get_future()]() mutable {
        const std::unique_ptr<ChartRenderer> renderer = make();
        for (Job& job : jobs.get()) job.svg.set_value(renderer->svg(*job.chart));
      }) {}

FigureDrawing::~FigureDrawing() {
  if (!is_given_) jobs_.set_value({});  // so that the thread ends
}

Expected<void> FigureDrawing::draw(const std::filesystem::path& folder,
                                   const std::vector<StudyFigure>& figures,
                                   const DrawingOptions& options, const Progress& progress) {
  std::vector<Job> jobs(figures.size());
  std::vector<std::future<Expected<std::string>>> svgs;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    jobs[i].chart = &figures[i].chart;
    svgs.push_back(jobs[i].svg.get_future());
  }
  is_given_ = true;
  jobs_.set_value(std::move(jobs));

  std::vector<Expected<void>> written(figures.size());
  StageProgress stage("drawing figures", figures.size(), progress);
  parallel_for(figures.size(), options.job_count, [&](std::size_t i) {
    written[i] = write_figure(folder / figures[i].name, svgs[i].get(), options);
    stage.add_step();
  });
  for (auto& result : written) {
    if (!result) return tl::unexpected(result.error());
  }
  return {};
}

}  // namespace sightmark
