#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace sightmark {

// The points, by index in ascending order, that no other point beats: one that is as small in all
// objectives and smaller in one. Points have the same number of objectives, each to be made small.
std::vector<std::size_t> pareto_front(std::span<const std::vector<double>> points);

}  // namespace sightmark
