#include "study/rating.h"

#include <algorithm>
#include <cmath>

#include "study/ranking.h"

namespace sightmark {

std::optional<Rating> rating(const std::vector<Standing>& standings, const std::string& model,
                             const Metric& metric) {
  const auto best = std::find_if(standings.begin(), standings.end(), [&](const Standing& standing) {
    return standing.configuration.model == model;
  });
  if (best == standings.end()) return std::nullopt;

  const auto better_count = static_cast<std::size_t>(std::count_if(
      standings.begin(), standings.end(),
      [&](const Standing& standing) { return is_better(metric, standing.value, best->value); }));
  const double position = standings.size() == 1 ? 0
                                                : static_cast<double>(better_count) /
                                                      static_cast<double>(standings.size() - 1);
  return Rating{.stars = static_cast<int>(std::lround(5 - 4 * position)),
                .rank = better_count + 1,
                .configuration_count = standings.size()};
}

}  // namespace sightmark
