#include "figures/latency_box.h"

#include <fmt/format.h>

#include <iterator>

#include "figures/footnote.h"
#include "figures/legend.h"
#include "stats/distribution.h"

namespace sightmark {

std::vector<double> pooled_latencies_ms(const StudySamples& samples,
                                        const std::vector<std::size_t>& run_indices) {
  std::vector<double> pooled;
  for (const std::size_t run : run_indices) {
    for (const TaskSamples& task : samples[run]) {
      pooled.insert(pooled.end(), task.latencies_ms.begin(), task.latencies_ms.end());
    }
  }
  return pooled;
}

Chart latency_boxes(const Study& study, const StudySamples& samples) {
  const Palette palette(study);
  Boxes boxes{.legend = setup_legend(study, palette), .value_label = "Latency (ms)"};
  for (const Configuration& own : measured_configurations(study)) {
    const auto spread = distribution(pooled_latencies_ms(samples, study.complete_indices.at(own)));
    if (!spread) continue;
    boxes.boxes.push_back({.category = configuration_label(own),
                           .color = palette.color(own.device, own.dtype),
                           .low = spread->low_whisker,
                           .q1 = spread->q1,
                           .median = spread->median,
                           .q3 = spread->q3,
                           .high = spread->high_whisker});
  }
  return {
      "Latency by configuration",
      fmt::format("Successful trials. Box: quartiles; whiskers: last trial within 1.5 IQR; beyond "
                  "not drawn. {}.",
                  extent(study)),
      gap_footnotes(study, mean_latency()), std::move(boxes)};
}

}  // namespace sightmark
