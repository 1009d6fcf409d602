#include "figures/palette.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/list.h"
#include "figures/chart_text.h"

namespace sightmark {
namespace {

struct Rgb {
  double red, green, blue;
};

// Distinct for readers with a colour vision deficiency too, as far as ten colours can be.
constexpr std::array<Rgb, 10> kHues = {{{42, 92, 200},
                                        {224, 112, 28},
                                        {24, 140, 116},
                                        {200, 56, 104},
                                        {120, 80, 200},
                                        {184, 142, 16},
                                        {20, 130, 180},
                                        {140, 84, 50},
                                        {96, 140, 40},
                                        {110, 110, 120}}};
constexpr std::array kSymbols = {"circle", "rect", "triangle", "diamond", "pin", "arrow"};
constexpr double kLightest = 0.55;  // share of white in the lightest shade

std::size_t position(const std::vector<std::string>& names, const std::string& name) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

std::string hex(const Rgb& color, double white) {
  const auto channel = [&](double value) {
    return static_cast<int>(std::lround(value + (255 - value) * white));
  };
  return fmt::format("#{:02x}{:02x}{:02x}", channel(color.red), channel(color.green),
                     channel(color.blue));
}

}  // namespace

Palette::Palette(const Study& study)
    : devices_(sorted_names(list_of(study.runs, &RunMetrics::device))),
      dtypes_(sorted_names(list_of(study.runs, &RunMetrics::dtype))) {}

std::string Palette::color(const std::string& device, const std::string& dtype) const {
  const Rgb& hue = kHues[position(devices_, device) % kHues.size()];
  if (dtypes_.size() < 2) return hex(hue, 0);
  const auto last = static_cast<double>(dtypes_.size() - 1);
  return hex(hue, kLightest * static_cast<double>(position(dtypes_, dtype)) / last);
}

std::string Palette::symbol(const std::string& device) const {
  return kSymbols[position(devices_, device) % kSymbols.size()];
}

std::vector<LegendEntry> setup_legend(const Study& study, const Palette& palette) {
  std::vector<LegendEntry> entries;
  for (const auto& [device, dtype] : setups(study)) {
    entries.push_back({setup_name({device, dtype}), palette.color(device, dtype), "rect"});
  }
  return entries;
}

std::vector<LegendEntry> marker_legend(const Study& study, const Palette& palette) {
  std::vector<LegendEntry> entries = setup_legend(study, palette);
  const std::vector<Setup> all = setups(study);
  for (std::size_t i = 0; i < all.size(); ++i) entries[i].symbol = palette.symbol(all[i].device);
  return entries;
}

}  // namespace sightmark
