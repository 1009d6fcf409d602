#include "figures/token_slope.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/number.h"
#include "figures/footnote.h"
#include "figures/palette.h"

namespace sightmark {
namespace {

constexpr std::size_t kItemLimit = 60;  // as many as a figure has room for

// Generated tokens over elapsed time: their part of the tokens per second.
Metric generated_part() {
  return {.name = "generated part of tokens per second",
          .unit = "tok/s",
          .estimate = [](const RunMetrics& run) -> std::optional<Estimate> {
            const auto all_per_s = tokens_per_second().value(run);
            if (!all_per_s || run.totals.total_tokens() == 0) return std::nullopt;
            return Estimate{*all_per_s * static_cast<double>(run.totals.response_tokens) /
                                static_cast<double>(run.totals.total_tokens()),
                            {}};
          }};
}

}  // namespace

Chart token_slope(const Study& study) {
  const Palette palette(study);
  Slope slope{.left_label = "Prompt and generated tokens per second of elapsed time",
              .right_label = "Generated tokens per second of time in requests",
              .decimal_count = 1};
  std::vector<std::string> others;
  for (const Configuration& own : measured_configurations(study)) {
    const std::string name = fmt::format("{} · {} {}", chart_name(own.model),
                                         chart_name(own.device), chart_name(own.dtype));
    const auto total = configuration_value(study, own, tokens_per_second());
    const auto part = configuration_value(study, own, generated_part());
    const auto generated = configuration_value(study, own, generated_tokens_per_second());
    if (total && part && generated) {
      slope.items.push_back(
          {name, palette.color(own.device, own.dtype), *total, *part, *generated});
    } else {
      others.push_back(name);
    }
  }
  std::vector<std::string> footnotes;
  if (!others.empty()) {
    footnotes.push_back(fmt::format("Without one of the two: {}.", fmt::join(others, "; ")));
  }
  if (slope.items.size() > kItemLimit) {
    std::stable_sort(slope.items.begin(), slope.items.end(),
                     [](const SlopeItem& a, const SlopeItem& b) { return a.right > b.right; });
    footnotes.push_back(fmt::format("The first {} of {} by generated tokens per second.",
                                    kItemLimit, slope.items.size()));
    slope.items.resize(kItemLimit);
  }
  return {"What counting prompt tokens does to the ranking",
          fmt::format("Left: the reference metric, its pale part the prompt. "
                      "Right: the answer alone. Lines join "
                      "the same configuration. {}.",
                      extent(study)),
          std::move(footnotes), std::move(slope)};
}

}  // namespace sightmark
