#include "report/precision_phrase.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/number.h"
#include "report/comparison_report.h"
#include "report/phrase.h"

namespace sightmark {
namespace {

constexpr const char* kDecidingMetric = "latency_mean";

// Without the sign of a number that is shown as 0.
double rounded(double percent) { return std::abs(percent) < 0.05 ? 0 : percent; }

std::string name_of(const PrecisionComparison& compared) {
  return fmt::format("{} on {}", report_name(compared.runs.model),
                     report_name(compared.runs.device));
}

std::string advice(const std::map<Verdict, std::vector<std::string>>& names_by_verdict) {
  const bool is_one = names_by_verdict.size() == 1;
  switch (is_one ? names_by_verdict.begin()->first : Verdict::NotEnoughData) {
    case Verdict::Lower:
      return "Choose bf16 for speed: it is faster in every pair.";
    case Verdict::Higher:
      return "Choose fp16 for speed: it is faster in every pair.";
    case Verdict::Equivalent:
      return "Speed does not decide: choose by what the model was made for and what the device "
             "supports.";
    case Verdict::NotEnoughData:
      break;
  }
  return is_one ? "These runs do not show which precision is faster."
                : "Choose by the row of your model and device.";
}

}  // namespace

std::string precision_change(const PrecisionComparison& compared, const std::string& metric_key) {
  const ComparisonRow* row = row_of(compared.comparison, metric_key);
  if (!row || !row->change) return kNothing;
  const Change& change = *row->change;
  const std::string unit = row->metric->is_share ? " points" : "%";
  std::string text = fmt::format("{:+.1f}{}", rounded(change.change), unit);
  if (change.interval) {
    text += fmt::format(" ({:+.1f} to {:+.1f})", rounded(change.interval->low),
                        rounded(change.interval->high));
  }
  return fmt::format("{}: {}", text, verdict_in_words(change.verdict, *row->metric));
}

std::string precision_finding(const std::vector<PrecisionComparison>& all) {
  std::map<Verdict, std::vector<std::string>> names_by_verdict;
  std::vector<std::string> refused;
  for (const PrecisionComparison& compared : all) {
    const ComparisonRow* row = row_of(compared.comparison, kDecidingMetric);
    if (row && row->change) {
      names_by_verdict[row->change->verdict].push_back(name_of(compared));
    } else {
      refused.push_back(name_of(compared));
    }
  }
  std::vector<std::string> parts;
  const std::pair<Verdict, const char*> kinds[] = {{Verdict::Lower, "faster in bf16"},
                                                   {Verdict::Higher, "slower in bf16"},
                                                   {Verdict::Equivalent, "equivalent, within 2%"},
                                                   {Verdict::NotEnoughData, "not enough data"}};
  for (const auto& [verdict, words] : kinds) {
    const auto found = names_by_verdict.find(verdict);
    if (found == names_by_verdict.end()) continue;
    parts.push_back(fmt::format("{} for {}", words, fmt::join(found->second, ", ")));
  }
  if (!refused.empty())
    parts.push_back(fmt::format("not compared for {}", fmt::join(refused, ", ")));
  const std::string facts =
      fmt::format("Mean latency, trial by trial: {}.", fmt::join(parts, "; "));
  return names_by_verdict.empty() ? facts : facts + ' ' + advice(names_by_verdict);
}

std::vector<std::string> precision_obstacles(const std::vector<PrecisionComparison>& all) {
  std::vector<std::string> sentences;
  for (const PrecisionComparison& compared : all) {
    std::vector<std::string> reasons;
    for (const ComparisonRow& row : compared.comparison.rows) {
      for (const std::string& obstacle : row.obstacles) {
        if (std::find(reasons.begin(), reasons.end(), obstacle) == reasons.end()) {
          reasons.push_back(obstacle);
        }
      }
    }
    if (reasons.empty()) continue;
    sentences.push_back(fmt::format(
        "{}: fp16 (A) and bf16 (B) differ in {}. Metrics that depend on it are not compared.",
        name_of(compared), fmt::join(reasons, "; ")));
  }
  return sentences;
}

}  // namespace sightmark
