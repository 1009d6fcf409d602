#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "figures/builder.h"
#include "figures/chart_text.h"

namespace sightmark {
namespace {

constexpr std::size_t kItemLimit = 60;  // for which a figure has room

// Generated tokens over elapsed time: their part of tokens_per_second().
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

std::optional<Chart> token_slope(const FigureData& data) {
  const Study& study = data.study;
  const Palette palette(study);
  Slope slope{.left_label = "Prompt and generated tokens per second of elapsed time",
              .right_label = "Generated tokens per second of time in requests",
              .decimal_count = 1};
  std::vector<std::string> others;
  for (const Configuration& configuration : measured_configurations(study)) {
    const std::string name = configuration_label(configuration);
    const auto total = configuration_value(study, configuration, tokens_per_second());
    const auto part = configuration_value(study, configuration, generated_part());
    const auto generated = configuration_value(study, configuration, generated_tokens_per_second());
    if (total && part && generated) {
      const std::string color = palette.color(configuration.device, configuration.dtype);
      slope.items.push_back({name, color, *total, *part, *generated});
    } else {
      others.push_back(name);
    }
  }
  if (slope.items.empty()) return std::nullopt;
  std::string limit_note;
  if (slope.items.size() > kItemLimit) {
    std::stable_sort(slope.items.begin(), slope.items.end(),
                     [](const SlopeItem& a, const SlopeItem& b) { return a.right > b.right; });
    limit_note = fmt::format("The first {} of {} by generated tokens per second.", kItemLimit,
                             slope.items.size());
    slope.items.resize(kItemLimit);
  }
  return Chart{"How counting prompt tokens changes the ranking",
               fmt::format("Left: the reference metric, its pale part the prompt. Right: generated "
                           "tokens only. Lines join the same configuration. {}.",
                           extent(study)),
               footnotes({named_footnote("Without one of the two", others), limit_note}),
               std::move(slope)};
}

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
