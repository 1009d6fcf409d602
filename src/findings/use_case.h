#pragma once

#include <optional>
#include <string>
#include <vector>

#include "findings/ranking.h"
#include "findings/reference_view.h"
#include "findings/study.h"

namespace sightmark {

// What someone wants a model for, as a rule: the best by a metric among the runs that qualify.
struct UseCase {
  std::string name;
  std::string rule;  // in words
  Metric metric;
  double least_success_percent;
  bool needs_median_latency = false;               // mean latency no worse than the median run's
  std::optional<Metric> reference = std::nullopt;  // what the reference study ranked by, if other
};

// The reference study's six, by primary metrics where there are some.
std::vector<UseCase> use_cases(const Study& study);

// The best of the runs that were measured over another part of the device than the pick.
struct OtherPick {
  std::string within;  // "the GPU board"
  Champion champion;
  RunPointers candidates;  // that qualify, best first
};

struct Recommendation {
  UseCase use_case;
  RunPointers candidates;        // complete runs that qualify and are comparable, best first
  std::optional<Champion> pick;  // of the largest comparable group; nothing where no run qualifies
  std::string within;            // what that group was measured over; empty where it is all runs
  std::optional<ReferenceView> reference;
  std::vector<OtherPick> others;
};

std::vector<Recommendation> recommendations(const Study& study);

// Balance score of the reference: ((1 - latency / largest) + length / largest) / 2, of mean latency
// and mean answer length, the largest taken over the complete runs. Higher is better; between 0
// and 1.
Metric balance_score(const Study& study);

}  // namespace sightmark
