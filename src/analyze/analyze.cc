#include "analyze/analyze.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "analyze/run_loading.h"
#include "analyze/study_file.h"
#include "base/file.h"
#include "base/list.h"
#include "base/text.h"
#include "render/svg_renderer.h"
#include "report/phrase.h"
#include "report/summary.h"
#include "study/ranking.h"

namespace sightmark {
namespace {

// The date of the newest run, as "2026-01-30"; empty where no run has one.
std::string newest_date(const std::vector<RunMetrics>& runs) {
  constexpr std::size_t kDateSize = 10;
  std::string newest;
  for (const RunMetrics& run : runs) {
    const std::string date = run.timestamp.substr(0, kDateSize);
    if (date.size() < kDateSize || date[4] != '-' || date[7] != '-') continue;
    if (date.find_first_not_of("0123456789-") == std::string::npos) newest = std::max(newest, date);
  }
  return newest;
}

// The summary, and what belongs to it alone.
bool has_summary(const AnalyzeOptions& options) {
  return options.part == StudyPart::Whole && options.with_tables;
}

// The summary's section and the figure.
bool compares_precisions(const AnalyzeOptions& options) {
  const bool has_figure = options.with_figures && options.part != StudyPart::Performance;
  return has_figure || has_summary(options);
}

Expected<void> make_folders(const AnalyzeOptions& options) {
  if (options.part != StudyPart::Whole) return make_folder(options.out);
  for (const char* name : {"vision_plots", "caption_analysis"}) {
    if (auto made = make_folder(options.out / name); !made) return made;
  }
  return {};
}

// A figure left from an earlier study would pass for this one's.
void remove_stale(const AnalyzeOptions& options, const StudyFigures& figures) {
  const auto remove = [&](const std::string& name) {
    std::error_code ignored;
    std::filesystem::remove(options.out / name, ignored);
  };
  for (const MissingFigure& figure : figures.missing) {
    remove(figure.name + ".png");
    remove(figure.name + ".svg");
  }
  for (const StudyFigure& figure : figures.drawn) {
    if (!options.with_png) remove(figure.name + ".png");
    if (!options.with_svg) remove(figure.name + ".svg");
  }
}

// So would a file that not every study has.
void remove_stale(const AnalyzeOptions& options, const std::vector<StudyFile>& files) {
  for (const std::string& name : optional_files(options.part)) {
    const bool is_written = std::any_of(files.begin(), files.end(),
                                        [&](const StudyFile& file) { return file.name == name; });
    std::error_code ignored;
    if (!is_written) std::filesystem::remove(options.out / name, ignored);
  }
}

Expected<void> write_files(const AnalyzeOptions& options, const std::vector<StudyFile>& files) {
  for (const StudyFile& file : files) {
    if (auto written = write_file(options.out / file.name, file.text); !written) return written;
  }
  return {};
}

ReportContext report_context(const AnalyzeOptions& options, const Study& study,
                             const std::vector<LeftOut>& left_out,
                             const std::vector<PrecisionComparison>& precisions,
                             const StudyFigures& figures) {
  return {.date = options.date.value_or(newest_date(study.runs)),
          .folder = options.out.filename().string(),
          .has_figures = options.with_figures,
          .has_png_and_svg = options.with_png && options.with_svg,
          .price = options.price,
          .precisions = precisions,
          .missing_figures = figures.missing,
          .left_out = left_out,
          .commands = command_lines(options)};
}

std::vector<NamedChampion> named_champions(const Study& study) {
  return list_of(title_holders(study), [](const TitleHolder& holder) {
    const std::string within = holder.within.empty() ? "" : ", " + holder.within;
    return NamedChampion{holder.title, runs_in_words(holder.champion.runs) + within,
                         with_unit(holder.metric, holder.champion.value)};
  });
}

}  // namespace

Expected<AnalyzeOutcome> analyze(const AnalyzeOptions& options, const Progress& progress) {
  std::optional<FigureDrawing> drawing;
  if (options.with_figures) drawing.emplace(&std::make_unique<EchartsRenderer>);

  auto loaded =
      load_runs({.roots = options.roots,
                 .device_names = options.device_names,
                 .keeps_samples = options.with_figures,
                 .keeps_power_traces = options.with_figures && options.part != StudyPart::Captions,
                 .keeps_excerpts = has_summary(options),
                 .packs_trials = has_summary(options) && options.with_all_trials,
                 .compares_precisions = compares_precisions(options),
                 .with_intervals = options.part != StudyPart::Performance,  // which shows none
                 .job_count = options.job_count},
                progress);
  if (!loaded) return tl::unexpected(loaded.error());

  AnalyzeOutcome outcome{.left_out = all_left_out(*loaded),
                         .warnings = std::move(loaded->warnings)};
  const Study study = make_study(std::move(loaded->metrics), options.bandwidth_by_device);
  if (has_summary(options) && loaded->trials.excerpts.empty()) {
    outcome.warnings.push_back(fmt::format("report.html is not written: it holds at most {}",
                                           counted(kPageRunLimit, "run")));
  }
  std::vector<PrecisionComparison> precisions;
  if (compares_precisions(options)) {
    precisions = compared_precisions(study, std::move(loaded->against_bf16));
  }
  StudyFigures figures;
  if (drawing) {
    figures =
        study_figures({study, loaded->samples, loaded->power_traces, precisions}, options.part);
  }

  if (auto made = make_folders(options); !made) return tl::unexpected(made.error());
  if (drawing) {
    remove_stale(options, figures);
    auto drawn = drawing->draw(options.out, figures.drawn,
                               {options.with_png, options.with_svg, options.job_count}, progress);
    if (!drawn) return tl::unexpected(drawn.error());
    outcome.file_count += figures.drawn.size() * (options.with_png + options.with_svg);
  }
  if (options.with_tables) {
    const auto context = report_context(options, study, outcome.left_out, precisions, figures);
    const auto files = study_files(study, context, figures.drawn, loaded->trials, options);
    if (auto written = write_files(options, files); !written) {
      return tl::unexpected(written.error());
    }
    remove_stale(options, files);
    outcome.file_count += files.size();
  }
  outcome.missing_figures = std::move(figures.missing);
  outcome.complete_count = complete_runs(study).size();
  for (const RunMetrics& run : study.runs) outcome.trial_count += run.trial_count;
  outcome.champions = named_champions(study);
  return outcome;
}

}  // namespace sightmark
