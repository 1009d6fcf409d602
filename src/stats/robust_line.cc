#include "stats/robust_line.h"

#include <vector>

#include "stats/quantile.h"

namespace sightmark {

std::optional<FittedLine> robust_line(std::span<const double> x, std::span<const double> y) {
  std::vector<double> slopes;
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t k = i + 1; k < x.size(); ++k) {
      if (x[i] != x[k]) slopes.push_back((y[k] - y[i]) / (x[k] - x[i]));
    }
  }
  const auto slope = quantile(slopes, 0.5);
  if (!slope) return std::nullopt;
  std::vector<double> rests;
  for (std::size_t i = 0; i < x.size(); ++i) rests.push_back(y[i] - *slope * x[i]);
  return FittedLine{*quantile(rests, 0.5), *slope};
}

}  // namespace sightmark
