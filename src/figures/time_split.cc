#include "figures/time_split.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/number.h"
#include "figures/footnote.h"
#include "figures/palette.h"

namespace sightmark {

Chart time_split(const Study& study) {
  const Metric &before = *find_metric("ttft_mean"), &after = *find_metric("decode_mean");
  Bars bars{
      .value_label = "Mean time of a request (ms)", .is_horizontal = true, .is_stacked = true};
  BarSeries first{.name = "to the first text: image, prompt, waiting", .color = kFp16Color};
  BarSeries rest{.name = "from there to the end: decoding", .color = kBf16Color};
  std::vector<std::string> others;
  for (const Configuration& own : measured_configurations(study)) {
    const std::string name = fmt::format("{} · {} {}", chart_name(own.model),
                                         chart_name(own.device), chart_name(own.dtype));
    const auto first_ms = configuration_value(study, own, before);
    const auto rest_ms = configuration_value(study, own, after);
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
  bars.series = {std::move(first), std::move(rest)};
  std::vector<std::string> footnotes;
  if (!others.empty() && !bars.categories.empty()) {
    footnotes.push_back(
        fmt::format("When the first text came is not recorded: {}.", fmt::join(others, "; ")));
  }
  const std::string how =
      fmt::format("Means over successful trials that record when the first text came; {} of {}.",
                  bars.categories.size(), counted(study.complete_indices.size(), "configuration"));
  return {"Where the time of a request goes", how, std::move(footnotes), std::move(bars)};
}

}  // namespace sightmark
