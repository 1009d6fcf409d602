#include "run/plan.h"

#include <cmath>
#include <utility>

#include "base/random.h"

namespace sightmark {

std::vector<PlannedTrial> make_plan(std::size_t image_count, std::size_t task_count,
                                    std::int64_t repeats, std::uint64_t seed) {
  std::vector<PlannedTrial> plan;
  for (std::size_t image = 0; image < image_count; ++image) {
    for (std::size_t task = 0; task < task_count; ++task) {
      for (std::int64_t repeat = 0; repeat < repeats; ++repeat) {
        plan.push_back({image, task, repeat});
      }
    }
  }
  SplitMix random(seed);
  for (std::size_t left = plan.size(); left > 1; --left) {  // Fisher and Yates
    std::swap(plan[left - 1], plan[random.index(left)]);
  }
  return plan;
}

std::vector<double> arrival_gaps_s(std::size_t count, double rate, std::uint64_t seed) {
  SplitMix random(seed);
  std::vector<double> gaps(count);
  for (double& gap : gaps) gap = -std::log1p(-random.uniform()) / rate;
  return gaps;
}

}  // namespace sightmark
