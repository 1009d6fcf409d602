#include "figures/legend.h"

#include "figures/footnote.h"

namespace sightmark {

std::vector<LegendEntry> setup_legend(const Study& study, const Palette& palette) {
  std::vector<LegendEntry> entries;
  for (const Setup& setup : setups(study)) {
    entries.push_back({setup_name(setup), palette.color(setup.device, setup.dtype), "rect"});
  }
  return entries;
}

std::vector<LegendEntry> marker_legend(const Study& study, const Palette& palette) {
  std::vector<LegendEntry> entries;
  for (const Setup& setup : setups(study)) {
    entries.push_back({setup_name(setup), palette.color(setup.device, setup.dtype),
                       palette.symbol(setup.device)});
  }
  return entries;
}

}  // namespace sightmark
