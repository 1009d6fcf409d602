#pragma once

#include <optional>
#include <string>
#include <vector>

#include "findings/ranking.h"
#include "findings/study.h"

namespace sightmark {

// What someone wants a model for, as a rule: the best by a metric among the runs that qualify.
struct UseCase {
  std::string name;
  std::string rule;  // in words
  Metric metric;
  double least_success_percent;
  bool needs_median_latency = false;  // mean latency no worse than the median run's
};

// The reference study's six.
std::vector<UseCase> use_cases(const Study& study);

struct Recommendation {
  UseCase use_case;
  std::size_t candidate_count;   // complete runs that qualify and have the metric
  std::optional<Champion> pick;  // nothing where no run qualifies
};

std::vector<Recommendation> recommendations(const Study& study);

// Balance score of the reference: ((1 - latency / largest) + length / largest) / 2, of mean latency
// and mean answer length, the largest taken over the complete runs. Higher is better; between 0
// and 1.
Metric balance_score(const Study& study);

}  // namespace sightmark
