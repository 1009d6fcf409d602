#include "report/main_finding.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/number.h"
#include "findings/comparable.h"
#include "findings/standing.h"
#include "report/phrase.h"

namespace sightmark {
namespace {

constexpr std::size_t kMostFindings = 3;

// Whether all runs that have the metric may be ranked together: energy over different parts of a
// device ranks the parts, not the models.
bool are_comparable(const Study& study, const Metric& metric) {
  const RunPointers runs = ranked(complete_runs(study), metric);
  const auto groups = comparable_groups(runs, metric);
  return groups.size() == 1 && groups.front().runs.size() == runs.size();
}

// Of a metric that some run has.
std::string finding(const Study& study, const Metric& metric, const std::string& title) {
  const std::vector<Standing> order = standings(study, metric);
  const std::string best = fmt::format("{}: {}", title, told(study, metric, order[0]));
  if (order.size() == 1) return best + '.';
  const auto tied = static_cast<std::size_t>(
      std::count_if(order.begin(), order.end(),
                    [&](const Standing& other) { return other.value == order[0].value; }));
  if (tied > 1) {
    return fmt::format("{}: {} alike, {}.", title, counted(tied, "configuration"),
                       with_interval(metric, order[0].value, order[0].interval));
  }
  const std::string both = fmt::format("{}; next {}", best, told(study, metric, order[1]));
  if (are_told_apart(order[0], order[1])) return both + ". Their intervals do not overlap.";
  if (!order[0].interval || !order[1].interval) return both + '.';
  return both + ". Their intervals overlap: this data does not tell them apart.";
}

}  // namespace

std::vector<std::string> main_findings(const Study& study) {
  struct Question {
    Metric metric;
    const char* title;
  };
  const Question questions[] = {
      {accuracy(), "Most accurate"},
      {generated_tokens_per_second(), "Most generated tokens per second of request time"},
      {energy_per_inference(), "Least energy per inference"},
      {latency_p90(), "Lowest 90th percentile of latency"},
      {success_rate(), "Most reliable"},
  };
  std::vector<std::string> findings;
  for (const auto& [metric, title] : questions) {
    if (findings.size() == kMostFindings) break;
    if (are_comparable(study, metric)) findings.push_back(finding(study, metric, title));
  }
  return findings;
}

}  // namespace sightmark
