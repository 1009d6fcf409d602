#include "study/ranking.h"

#include <algorithm>

namespace sightmark {

bool is_better(const Metric& metric, double a, double b) {
  return metric.is_lower_better ? a < b : a > b;
}

RunPointers ranked(RunPointers runs, const Metric& metric) {
  std::erase_if(runs, [&](const RunMetrics* run) { return !metric.value(*run); });
  std::stable_sort(runs.begin(), runs.end(), [&](const RunMetrics* a, const RunMetrics* b) {
    return is_better(metric, *metric.value(*a), *metric.value(*b));
  });
  return runs;
}

std::optional<Champion> champion(const RunPointers& runs, const Metric& metric) {
  const RunPointers order = ranked(runs, metric);
  if (order.empty()) return std::nullopt;

  Champion best{.value = *metric.value(*order.front())};
  const auto is_best = [&](const RunMetrics* run) { return *metric.value(*run) == best.value; };
  std::copy_if(order.begin(), order.end(), std::back_inserter(best.runs), is_best);
  const auto next = std::find_if(order.begin(), order.end(), [&](const RunMetrics* run) {
    return std::none_of(best.runs.begin(), best.runs.end(),
                        [&](const RunMetrics* top) { return top->model == run->model; });
  });
  if (next == order.end()) return best;

  best.next_model = *next;
  const double other = *metric.value(**next);
  const double low = std::min(best.value, other), high = std::max(best.value, other);
  if (low > 0) best.ratio = high / low;
  return best;
}

}  // namespace sightmark
