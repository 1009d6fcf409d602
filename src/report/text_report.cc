#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "report/phrase.h"
#include "report/table.h"
#include "study/study.h"
#include "study/use_case.h"

namespace sightmark {
namespace {

constexpr std::size_t kShortList = 3, kLongList = 5;
constexpr std::size_t kNameLimit = 60;  // code points

std::string heading(const std::string& title, char line) {
  const std::string rule(80, line);
  return fmt::format("{}\n{}\n{}\n\n", rule, title, rule);
}

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

std::string or_none(const std::string& lines) {
  return (lines.empty() ? "  none\n" : lines) + '\n';
}

// "     542.7", or dashes of the same width.
std::string cell(std::optional<double> value, int width, int decimal_count) {
  return value ? fmt::format("{:{}.{}f}", *value, width, decimal_count)
               : fmt::format("{:>{}}", "-", width);
}

std::string top(const Study& study, const std::string& title, const Metric& metric) {
  RunPointers runs = ranked(complete_runs(study), metric);
  runs.resize(std::min(runs.size(), kShortList));
  std::string lines;
  for (const RunMetrics* run : runs) {
    lines += fmt::format("  {}: {} {}\n", padded_name(study, *run),
                         cell(metric.value(*run), 8, metric.decimal_count), metric.unit);
  }
  return title + '\n' + or_none(lines);
}

std::string model_section(const Study& study, const std::string& model) {
  std::string lines = shown(model) + ":\n";
  for (const RunMetrics* run : complete_runs(study)) {
    if (run->model != model) continue;
    lines += fmt::format("  {:<10} {:<5}: TPS={}, RAM={}GB, Eff={} tok/s/W, Energy={} J/tok\n",
                         shown(run->device), shown(run->dtype),
                         cell(tokens_per_second().value(*run), 6, 1), cell(ram().value(*run), 5, 1),
                         cell(tokens_per_second_per_watt().value(*run), 5, 2),
                         cell(joules_per_token().value(*run), 6, 3));
  }
  return lines + '\n';
}

std::string left_out_section(const Study& study) {
  std::string lines;
  for (const LeftOut& run : left_out(study.runs)) {
    lines += fmt::format("  {} ({}): {}\n", plain_text(run.run_dir), plain_text(run.configuration),
                         run.reason);
  }
  return lines.empty() ? "" : heading("LEFT OUT", '-') + lines + '\n';
}

// The first five by the metric, with what `in_words` makes of the run and its value.
template <typename Words>
std::string numbered(const Study& study, const std::string& title, const Metric& metric,
                     Words in_words) {
  RunPointers runs = ranked(complete_runs(study), metric);
  runs.resize(std::min(runs.size(), kLongList));
  std::string lines;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    lines += fmt::format("  {}. {}: {}\n", i + 1, padded_name(study, *runs[i]),
                         in_words(*runs[i], *metric.value(*runs[i])));
  }
  return title + '\n' + or_none(lines);
}

}  // namespace

std::string performance_text(const Study& study) {
  std::string text = heading("VISION MODEL BENCHMARKING SUMMARY REPORT", '=');
  text +=
      fmt::format("Total benchmark runs: {}\nModels tested: {}\nDevices: {}\nPrecisions: {}\n\n",
                  complete_runs(study).size(), study.models.size(),
                  plain_text(in_words(study.devices)), plain_text(in_words(study.dtypes)));
  text += heading("BEST PERFORMERS", '-');
  text += top(study, "Top 3 - Tokens per Second:", tokens_per_second());
  text += top(study, "Top 3 - Efficiency (Tokens/sec/Watt):", tokens_per_second_per_watt());
  text += top(study, "Top 3 - Energy Efficiency (Lowest Joules/Token):", joules_per_token());
  text += heading("MODEL-BY-MODEL BREAKDOWN", '-');
  for (const std::string& model : study.models) text += model_section(study, model);
  return text + left_out_section(study) + std::string(80, '=') + '\n';
}

std::string caption_text(const Study& study) {
  std::string text = heading("CAPTION QUALITY & SPEED ANALYSIS REPORT", '=');
  text += heading("SPEED ANALYSIS", '-');
  text += numbered(study, "Top 5 Fastest (Lowest Mean Latency):", mean_latency(),
                   [](const RunMetrics& run, double value) {
                     return fmt::format("{:7.1f}ms mean, {}ms P90", value,
                                        cell(latency_p90().value(run), 7, 1));
                   });
  text +=
      numbered(study, "Top 5 Most Consistent (Lowest CV):", latency_variation(),
               [](const RunMetrics&, double value) { return fmt::format("CV={:5.1f}%", value); });
  text += heading("CAPTION QUALITY ANALYSIS", '-');
  text += numbered(
      study, "Top 5 Most Detailed Captions (Longest):", answer_length(),
      [](const RunMetrics&, double value) { return fmt::format("{:6.1f} chars avg", value); });
  text += numbered(study, "Top 5 Most Reliable (Highest Success Rate):", success_rate(),
                   [](const RunMetrics& run, double value) {
                     return fmt::format("{:5.1f}% success ({} successful, {} errors)", value,
                                        run.success_count, run.trial_count - run.success_count);
                   });
  text += heading("SPEED vs QUALITY TRADEOFF", '-');
  text += numbered(study, "Top 5 Best Speed/Quality Balance:", balance_score(study),
                   [](const RunMetrics& run, double value) {
                     return fmt::format("{:6.1f}ms, {} chars, score={:.3f}", run.latency_ms->mean,
                                        cell(answer_length().value(run), 6, 1), value);
                   });
  return text + left_out_section(study) + std::string(80, '=') + '\n';
}

}  // namespace sightmark
