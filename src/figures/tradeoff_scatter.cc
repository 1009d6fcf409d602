#include "figures/tradeoff_scatter.h"

#include <fmt/format.h>

#include "figures/footnote.h"
#include "figures/palette.h"

namespace sightmark {

Chart tradeoff_scatter(const Study& study) {
  const Palette palette(study);
  Scatter scatter{.x_label = "Mean latency (ms)", .y_label = "Mean answer length (characters)"};
  for (const Setup& setup : setups(study)) {
    scatter.legend.push_back({setup_name(setup), palette.color(setup.device, setup.dtype),
                              palette.symbol(setup.device)});
  }
  for (const Configuration& own : measured_configurations(study)) {
    const auto latency = configuration_value(study, own, mean_latency());
    const auto length = configuration_value(study, own, answer_length());
    if (!latency || !length) continue;
    scatter.points.push_back({chart_name(own.model), *latency, *length,
                              palette.color(own.device, own.dtype), palette.symbol(own.device)});
  }
  return {
      "Latency against answer length",
      fmt::format("Over successful trials. Length stands in for detail, not for correctness. {}.",
                  extent(study)),
      {},
      std::move(scatter)};
}

}  // namespace sightmark
