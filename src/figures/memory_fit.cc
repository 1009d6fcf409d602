#include "figures/memory_fit.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/number.h"
#include "figures/footnote.h"
#include "figures/palette.h"

namespace sightmark {
namespace {

constexpr double kMbPerGb = 1024;

struct Kind {
  MemoryKind kind;
  const char* name;
  const char* color;
};

// In the order of the legend; palette.h's colours.
constexpr Kind kKinds[] = {
    {MemoryKind::GpuProcess, "the engine, of the GPU's memory", kFp16Color},
    {MemoryKind::EngineProcess, "the engine, of main memory", kBf16Color},
    {MemoryKind::System, "all in use, of main memory", kLineColor},
};

// Of the configuration's run that comes closest to the device's end.
std::optional<MemoryFit> closest_fit(const Study& study, const Configuration& configuration) {
  std::optional<MemoryFit> largest;
  for (const RunMetrics* run : runs_of(study, configuration)) {
    const auto& own = run->memory_fit;
    if (!own) continue;
    if (!largest || own->peak_mb / own->device_mb > largest->peak_mb / largest->device_mb) {
      largest = own;
    }
  }
  return largest;
}

std::string in_words(const MemoryFit& fit) {
  return fmt::format("{} of {} GB", grouped(fit.peak_mb / kMbPerGb, 1),
                     grouped(fit.device_mb / kMbPerGb, 1));
}

}  // namespace

Chart memory_fit(const Study& study) {
  Bars bars{.value_label = "Peak, % of the device's memory",
            .value_max = 100,
            .reference_line = 100,
            .is_horizontal = true};
  std::vector<MemoryFit> fits;
  std::vector<std::string> others;
  for (const Configuration& own : measured_configurations(study)) {
    if (const auto fit = closest_fit(study, own)) {
      bars.categories.push_back(configuration_label(own));
      fits.push_back(*fit);
    } else {
      others.push_back(configuration_label(own));
    }
  }
  for (const auto& [kind, name, color] : kKinds) {
    BarSeries series{.name = name, .color = color};
    for (const MemoryFit& fit : fits) {
      const bool is_own = fit.kind == kind;
      series.values.push_back(is_own ? std::optional(100 * fit.peak_mb / fit.device_mb)
                                     : std::nullopt);
      series.labels.push_back(is_own ? in_words(fit) : "");
    }
    const bool is_empty = std::count(series.values.begin(), series.values.end(), std::nullopt) ==
                          static_cast<std::ptrdiff_t>(fits.size());
    if (!is_empty) bars.series.push_back(std::move(series));
  }
  std::vector<std::string> footnotes;
  if (!others.empty() && !fits.empty()) {
    footnotes.push_back(fmt::format("Not recorded: {}.", fmt::join(others, "; ")));
  }
  return {"Peak memory against the device's",
          fmt::format("The most that was in use after a trial or in the engine, {}. What all "
                      "processes have in use is more than the model needs.",
                      extent(study)),
          std::move(footnotes), std::move(bars)};
}

}  // namespace sightmark
