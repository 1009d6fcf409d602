#include <fmt/format.h>

#include "base/number.h"
#include "figures/builder.h"
#include "figures/chart_text.h"

namespace sightmark {

std::optional<Chart> time_split(const FigureData& data) {
  const Study& study = data.study;
  const Metric &before = *find_metric("ttft_mean"), &after = *find_metric("decode_mean");
  Bars bars{
      .value_label = "Mean time of a request (ms)", .is_horizontal = true, .is_stacked = true};
  BarSeries first{.name = "time to first token (TTFT): image, prompt, waiting",
                  .color = kFp16Color};
  BarSeries rest{.name = "decode: from the first token to the end", .color = kBf16Color};
  std::vector<std::string> others;
  for (const Configuration& configuration : measured_configurations(study)) {
    const std::string name = configuration_label(configuration);
    const auto first_ms = configuration_value(study, configuration, before);
    const auto rest_ms = configuration_value(study, configuration, after);
    if (!first_ms || !rest_ms) {
      others.push_back(name);
      continue;
    }
    bars.categories.push_back(name);
    first.values.emplace_back(first_ms);
    first.labels.emplace_back();
    rest.values.emplace_back(rest_ms);
    rest.labels.push_back(fmt::format("{} + {}", grouped(*first_ms, 0), grouped(*rest_ms, 0)));
  }
  if (bars.categories.empty()) return std::nullopt;
  bars.series = {std::move(first), std::move(rest)};
  const std::string how =
      fmt::format("Means over successful trials that record their TTFT; {} of {}.",
                  bars.categories.size(), counted(study.complete_indices.size(), "configuration"));
  return Chart{"Where the time of a request goes", how,
               footnotes({named_footnote("TTFT not recorded", others)}), std::move(bars)};
}

}  // namespace sightmark
