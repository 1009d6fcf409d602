#include "report/summary.h"

#include <fmt/format.h>

#include "asset/asset.h"
#include "audit/audit.h"
#include "base/list.h"
#include "base/text.h"
#include "report/finding_page.h"
#include "report/phrase.h"
#include "report/study_sentence.h"

namespace sightmark {
namespace {

std::vector<Page> file_rows(const std::vector<FileNote>& files) {
  return list_of(files, [](const FileNote& file) {
    return Page{.text = {{"name", file.name},
                         {"what", file.what},
                         {"how", file.how.empty() ? kNothing : file.how}}};
  });
}

std::vector<Page> left_out_rows(const std::vector<LeftOut>& runs) {
  return list_of(runs, [](const LeftOut& run) {
    return Page{
        .text = {{"run_dir", report_name(run.run_dir)},
                 {"configuration", run.configuration.empty() ? kNothing : run.configuration},
                 {"reason", run.reason}}};
  });
}

// The lines of a file tree; the files come grouped by folder.
std::vector<std::string> tree_lines(const std::vector<FileNote>& files) {
  std::vector<std::string> lines;
  std::string folder;
  for (const FileNote& file : files) {
    const std::size_t slash = file.name.find('/');
    const std::string parent = slash == std::string::npos ? "" : file.name.substr(0, slash + 1);
    if (parent != folder && !parent.empty()) lines.push_back("  " + parent);
    folder = parent;
    lines.push_back((parent.empty() ? "  " : "    ") + file.name.substr(parent.size()));
  }
  return lines;
}

// "Dell, Orin, Thor (3)"
std::string list_with_count(const std::vector<std::string>& names) {
  return fmt::format("{} ({})", in_words(list_of(names, report_name)), names.size());
}

void add_files(Page& page, const ReportContext& context) {
  page.list["files"] = file_rows(context.files);
  page.flag["has_figures"] = context.has_figures;
  page.flag["has_png_and_svg"] = context.has_png_and_svg;
  page.list["missing_figures"] = list_of(context.missing_figures, [](const MissingFigure& figure) {
    return Page{.text = {{"name", figure.name}, {"reason", figure.reason}}};
  });
  page.list["left_out"] = left_out_rows(context.left_out);
}

// ", over the GPU board, among 4 of 13 runs that may be compared"; empty for all runs.
std::string among(const Study& study, const Metric& metric,
                  const std::vector<ComparableGroup>& groups) {
  const std::size_t all = ranked(complete_runs(study), metric).size();
  const auto& [within, runs] = groups.front();
  std::string words = within.empty() ? "" : ", " + within;
  if (runs.size() < all) {
    words += fmt::format(", among {} of {} runs that may be compared", runs.size(), all);
  }
  return words;
}

// "Lowest mean latency: 895 ms, moondream2 on Thor (bf16); …", for each metric that some run has.
std::vector<std::string> bests(const Study& study, const std::vector<Metric>& metrics) {
  std::vector<std::string> sentences;
  for (const Metric& metric : metrics) {
    const auto groups = comparable_groups(complete_runs(study), metric);
    if (groups.empty()) continue;
    const auto best = champion(groups.front().runs, metric);
    const std::string rest = lead(metric, *best);
    sentences.push_back(fmt::format("{} {}{}: {}, {}{}.",
                                    metric.is_lower_better ? "Lowest" : "Highest", metric.name,
                                    among(study, metric, groups), with_unit(metric, best->value),
                                    runs_in_words(best->runs), rest.empty() ? "" : "; " + rest));
  }
  return sentences;
}

std::string readme(const Study& study, const Audit& found, const ReportContext& context,
                   const char* folder_flag, const std::vector<Metric>& metrics) {
  std::vector<std::string> warnings;
  for (const AuditFinding& caution : found.cautions()) {
    const bool is_about = std::any_of(metrics.begin(), metrics.end(), [&](const Metric& metric) {
      return caution.bears_on(metric.kind);
    });
    if (is_about) warnings.push_back(caution.sentence);
  }
  Page page{.flag = {{folder_flag, true}}};
  page.list["findings"] = pages_of("sentence", bests(study, metrics));
  page.list["cautions"] = pages_of("sentence", warnings);
  add_files(page, context);
  return filled_template(folder_readme_md(), page);
}

}  // namespace

std::string analysis_summary(const Study& study, const Audit& found, const ReportContext& context) {
  Page page{.text = {{"date", context.date},
                     {"models", list_with_count(study.models)},
                     {"devices", list_with_count(study.devices)},
                     {"dtypes", list_with_count(study.dtypes)},
                     {"complete_count", grouped(complete_runs(study).size())},
                     {"left_out_count", grouped(context.left_out.size())},
                     {"folder", context.folder},
                     {"load_time_note", load_time_note(study)},
                     {"power_note", power_note(study)}}};
  page.flag["has_complete"] = !study.complete_indices.empty();
  if (!study.complete_indices.empty()) {
    add_findings(page, study, found, context);
    add_units(page, study, context.price);
  }
  page.list["tree"] = pages_of("line", tree_lines(context.files));
  page.list["commands"] = pages_of("line", context.commands);
  page.list["notes"] = pages_of("sentence", reading_notes(study));
  add_files(page, context);
  return filled_template(analysis_summary_md(), page);
}

std::string performance_readme(const Study& study, const Audit& found,
                               const ReportContext& context) {
  return readme(study, found, context, "is_performance",
                {tokens_per_second(), tokens_per_second_per_watt(), joules_per_token(), ram()});
}

std::string caption_readme(const Study& study, const Audit& found, const ReportContext& context) {
  return readme(
      study, found, context, "is_captions",
      {mean_latency(), latency_p90(), latency_variation(), answer_length(), success_rate()});
}

}  // namespace sightmark
