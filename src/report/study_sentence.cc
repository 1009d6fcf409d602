#include "report/study_sentence.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "audit/audit.h"
#include "audit/finding.h"
#include "base/text.h"
#include "report/phrase.h"
#include "study/device_profile.h"
#include "study/ranking.h"
#include "study/use_case.h"

namespace sightmark {
namespace {

constexpr std::size_t kNotedRunCount = 20;  // runs whose reading problems are listed
constexpr std::size_t kMostFindings = 3;

// How many of the runs with the metric may be compared by it; no value if these are at most half:
// energy over several parts of a device has no leader.
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
  const std::string best = fmt::format("{}: {}", title, standing_in_words(study, metric, order[0]));
  if (order.size() == 1) return best + '.';
  const auto tied = static_cast<std::size_t>(
      std::count_if(order.begin(), order.end(),
                    [&](const Standing& other) { return other.value == order[0].value; }));
  if (tied > 1) {
    return fmt::format("{}: {} tie at {}.", title, counted(tied, "configuration"),
                       with_interval(metric, {order[0].value, order[0].interval}));
  }
  const std::string both =
      fmt::format("{}; next {}", best, standing_in_words(study, metric, order[1]));
  if (are_apart(order[0], order[1])) return both + ". Their intervals do not overlap.";
  if (!order[0].interval || !order[1].interval) return both + '.';
  return both + ". Their intervals overlap: the lead may be chance.";
}

// How many use cases each configuration is recommended for, most first.
std::vector<std::pair<std::string, std::size_t>> pick_counts(const Study& study) {
  std::map<std::string, std::size_t> count_by_name;
  for (const Recommendation& made : recommendations(study)) {
    if (made.pick) ++count_by_name[configuration_name(*made.pick->runs.front())];
  }
  std::vector<std::pair<std::string, std::size_t>> counts(count_by_name.begin(),
                                                          count_by_name.end());
  std::stable_sort(counts.begin(), counts.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return counts;
}

std::string picks_sentence(const Study& study) {
  std::vector<std::string> parts;
  for (const auto& [name, count] : pick_counts(study)) {
    parts.push_back(fmt::format("{} ({} of 6)", name, count));
  }
  return fmt::format("Recommended for the six use cases, by the rules above: {}.",
                     fmt::join(parts, ", "));
}

std::optional<std::string> device_sentence(const Study& study) {
  std::vector<std::string> parts;
  for (const std::string& device : study.devices) {
    const auto standings = device_standings(study, device);
    const auto strengths =
        std::count_if(standings.begin(), standings.end(),
                      [](const auto& standing) { return standing.is_strength(); });
    if (!standings.empty()) {
      parts.push_back(fmt::format("{} {} of {}", device, strengths, standings.size()));
    }
  }
  if (parts.empty()) return std::nullopt;
  return fmt::format("Metrics in which a device is best, with model and precision fixed: {}.",
                     fmt::join(parts, ", "));
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

std::string load_time_note(const Study& study) {
  const RunPointers runs = complete_runs(study), known = ranked(runs, load_time());
  if (known.empty()) return "no run records how long its model took to load.";
  const auto in_words = [&](const RunMetrics* run) {
    return fmt::format("{} ({})", with_unit(load_time(), *load_time().value(*run)),
                       configuration_name(*run));
  };
  if (known.size() == 1) return fmt::format("known for one run: {}.", in_words(known.front()));
  return fmt::format("known for {} of {}, from {} to {}.", known.size(),
                     counted(runs.size(), "complete run"), in_words(known.front()),
                     in_words(known.back()));
}

std::string power_note(const Study& study) {
  std::map<std::string, std::set<std::string>> ways_by_device;
  for (const RunMetrics* run : complete_runs(study)) {
    const Conditions& how = run->conditions;
    std::string way = "not measured";
    if (run->totals.power_w) {
      way = "over " + std::string(power_scope_in_words(how.power_scope));
      if (!how.power_method.empty()) way += ", by " + how.power_method;
    }
    ways_by_device[run->device].insert(way);
  }
  std::vector<std::string> parts;
  for (const auto& [device, ways] : ways_by_device) {
    parts.push_back(fmt::format("{} {}", device, fmt::join(ways, " or ")));
  }
  if (parts.empty()) return "no complete run records it.";
  return fmt::format("{}.", fmt::join(parts, "; "));
}

std::vector<std::string> reading_notes(const Study& study) {
  std::vector<std::string> notes;
  std::size_t more = 0;
  for (const RunMetrics& run : study.runs) {
    const std::string problems = damage_in_words(run);
    if (problems.empty()) continue;
    if (notes.size() == kNotedRunCount) {
      ++more;
    } else {
      notes.push_back(fmt::format("In {}: {} left out.", run.run_dir, problems));
    }
  }
  if (more) notes.push_back(fmt::format("The same in {}.", counted(more, "further run")));
  return notes;
}

std::vector<std::string> conclusions(const Study& study,
                                     const std::vector<PrecisionComparison>& precisions) {
  std::vector<std::string> sentences = {picks_sentence(study)};
  if (auto devices = device_sentence(study)) sentences.push_back(std::move(*devices));
  if (!precisions.empty()) sentences.push_back(precision_finding(precisions));
  return sentences;
}

}  // namespace sightmark
