#include "report/main_finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "audit/comparable.h"
#include "base/number.h"
#include "report/phrase.h"
#include "study/standing.h"

namespace sightmark {
namespace {

constexpr std::size_t kMostFindings = 3;

// How many of the runs that have the metric may be compared by it; nothing where that is not more
// than half of them: energy over several parts of a device has no leader.
struct Extent {
  std::size_t compared, all;
};

std::optional<Extent> extent(const Study& study, const Metric& metric) {
  const RunPointers runs = ranked(complete_runs(study), metric);
  const auto groups = comparable_groups(runs, metric);
  const std::size_t compared = groups.empty() ? 0 : groups.front().runs.size();
  return 2 * compared > runs.size() ? std::optional(Extent{compared, runs.size()}) : std::nullopt;
}

std::string finding(const Study& study, const Metric& metric, std::string title,
                    const Extent& extent) {
  const std::vector<Standing> order = standings(study, metric);
  if (extent.compared < extent.all) {
    title += fmt::format(", among {} of {} runs that may be compared", extent.compared, extent.all);
  }
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
    if (const auto runs = extent(study, metric)) {
      findings.push_back(finding(study, metric, title, *runs));
    }
  }
  return findings;
}

}  // namespace sightmark
