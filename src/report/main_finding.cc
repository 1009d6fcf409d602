#include "report/main_finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/number.h"
#include "findings/standing.h"
#include "report/phrase.h"

namespace sightmark {
namespace {

constexpr std::size_t kMostFindings = 3;

// Energy over different parts of a device ranks the parts, not the models.
bool has_one_power_scope(const Study& study) {
  std::set<PowerScope> scopes;
  for (const RunMetrics* run : complete_runs(study)) {
    if (run->primary.energy.per_inference_j) scopes.insert(run->primary.energy.scope);
  }
  return scopes.size() == 1;
}

std::string finding(const Study& study, const Metric& metric, const std::string& title) {
  const std::vector<Standing> order = standings(study, metric);
  if (order.empty()) return {};
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
    if (metric.depends_on_power_scope && !has_one_power_scope(study)) continue;
    const std::string sentence = finding(study, metric, title);
    if (!sentence.empty() && findings.size() < kMostFindings) findings.push_back(sentence);
  }
  return findings;
}

}  // namespace sightmark
