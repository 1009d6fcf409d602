#include "stats/pareto.h"

#include <algorithm>
#include <numeric>

namespace sightmark {
namespace {

bool beats(const std::vector<double>& a, const std::vector<double>& b) {
  return a != b && std::equal(a.begin(), a.end(), b.begin(), std::less_equal<>());
}

}  // namespace

std::vector<std::size_t> pareto_front(std::span<const std::vector<double>> points) {
  std::vector<std::size_t> order(points.size()), front;
  std::iota(order.begin(), order.end(), std::size_t{0});
  // What beats a point stands before it.
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return points[a] < points[b]; });
  for (const std::size_t i : order) {
    const bool is_beaten = std::any_of(front.begin(), front.end(), [&](std::size_t better) {
      return beats(points[better], points[i]);
    });
    if (!is_beaten) front.push_back(i);
  }
  std::sort(front.begin(), front.end());
  return front;
}

}  // namespace sightmark
