#include <fmt/format.h>

#include <algorithm>

#include "asset/asset.h"
#include "base/list.h"
#include "base/text.h"
#include "report/page.h"
#include "report/phrase.h"
#include "report/table.h"
#include "study/study.h"
#include "study/use_case.h"

namespace sightmark {
namespace {

constexpr std::size_t kShortList = 3, kLongList = 5;
constexpr std::size_t kNameLimit = 60;  // code points

// A name from a file.
std::string shown(const std::string& name) { return plain_text(shortened(name, kNameLimit)); }

std::size_t longest_model(const Study& study) {
  std::size_t longest = 20;
  for (const std::string& model : study.models)
    longest = std::max(longest, code_point_count(model));
  return std::min(longest, kNameLimit);
}

// "InternVL2-2B         on Dell       (fp16)"
std::string padded_name(const Study& study, const RunMetrics& run) {
  return fmt::format("{:<{}} on {:<10} ({})", shown(run.model), longest_model(study),
                     shown(run.device), shown(run.dtype));
}

// "     542.7", or dashes of the same width.
std::string cell(std::optional<double> value, int width, int decimal_count) {
  return value ? fmt::format("{:{}.{}f}", *value, width, decimal_count)
               : fmt::format("{:>{}}", "-", width);
}

RunPointers first_runs(const Study& study, const Metric& metric, std::size_t count) {
  RunPointers runs = ranked(complete_runs(study), metric);
  runs.resize(std::min(runs.size(), count));
  return runs;
}

std::vector<Page> lines_or_none(const std::vector<std::string>& lines) {
  return pages_of("line", lines.empty() ? std::vector<std::string>{"none"} : lines);
}

std::vector<Page> top(const Study& study, const Metric& metric) {
  const auto line = [&](const RunMetrics* run) {
    return fmt::format("{}: {} {}", padded_name(study, *run),
                       cell(metric.value(*run), 8, metric.decimal_count), metric.unit);
  };
  return lines_or_none(list_of(first_runs(study, metric, kShortList), line));
}

std::string line_of(const RunMetrics& run) {
  return fmt::format("{:<10} {:<5}: TPS={}, RAM={}GB, Eff={} tok/s/W, Energy={} J/tok",
                     shown(run.device), shown(run.dtype),
                     cell(tokens_per_second().value(run), 6, 1), cell(ram().value(run), 5, 1),
                     cell(tokens_per_second_per_watt().value(run), 5, 2),
                     cell(joules_per_token().value(run), 6, 3));
}

Page model_page(const Study& study, const std::string& model) {
  Page page{.text = {{"name", shown(model)}}};
  for (const RunMetrics* run : complete_runs(study)) {
    if (run->model == model) page.list["runs"].push_back({.text = {{"line", line_of(*run)}}});
  }
  return page;
}

std::vector<Page> left_out_rows(const Study& study) {
  return list_of(left_out(study.runs), [](const LeftOut& run) {
    return Page{.text = {{"run_dir", run.run_dir},
                         {"configuration", run.configuration},
                         {"reason", run.reason}}};
  });
}

// The first five by the metric, with what `in_words` makes of the run and its value.
template <typename Words>
std::vector<Page> numbered(const Study& study, const Metric& metric, Words in_words) {
  std::vector<std::string> lines;
  for (const RunMetrics* run : first_runs(study, metric, kLongList)) {
    lines.push_back(fmt::format("{}. {}: {}", lines.size() + 1, padded_name(study, *run),
                                in_words(*run, *metric.value(*run))));
  }
  return lines_or_none(lines);
}

}  // namespace

std::string performance_text(const Study& study) {
  const auto of_model = [&](const std::string& model) { return model_page(study, model); };
  const Page page{.text = {{"run_count", fmt::to_string(complete_runs(study).size())},
                           {"model_count", fmt::to_string(study.models.size())},
                           {"devices", in_words(study.devices)},
                           {"dtypes", in_words(study.dtypes)}},
                  .list = {{"by_speed", top(study, tokens_per_second())},
                           {"by_efficiency", top(study, tokens_per_second_per_watt())},
                           {"by_energy", top(study, joules_per_token())},
                           {"models", list_of(study.models, of_model)},
                           {"left_out", left_out_rows(study)}}};
  return filled_template(benchmark_summary_txt(), page);
}

std::string caption_text(const Study& study) {
  Page page;
  page.list["by_latency"] =
      numbered(study, mean_latency(), [](const RunMetrics& run, double value) {
        return fmt::format("{:7.1f}ms mean, {}ms P90", value, cell(latency_p90().value(run), 7, 1));
      });
  page.list["by_consistency"] =
      numbered(study, latency_variation(),
               [](const RunMetrics&, double value) { return fmt::format("CV={:5.1f}%", value); });
  page.list["by_length"] = numbered(study, answer_length(), [](const RunMetrics&, double value) {
    return fmt::format("{:6.1f} chars avg", value);
  });
  page.list["by_reliability"] =
      numbered(study, success_rate(), [](const RunMetrics& run, double value) {
        return fmt::format("{:5.1f}% success ({} successful, {} errors)", value, run.success_count,
                           run.trial_count - run.success_count);
      });
  page.list["by_balance"] =
      numbered(study, balance_score(study), [](const RunMetrics& run, double value) {
        return fmt::format("{:6.1f}ms, {} chars, score={:.3f}", run.latency_ms->mean,
                           cell(answer_length().value(run), 6, 1), value);
      });
  page.list["left_out"] = left_out_rows(study);
  return filled_template(caption_quality_speed_txt(), page);
}

}  // namespace sightmark
