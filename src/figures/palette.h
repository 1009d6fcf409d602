#pragma once

#include <string>
#include <vector>

#include "chart/chart.h"
#include "study/study.h"

namespace sightmark {

// A colour for each device of a study, the same in every figure, and shades of it for the
// precisions.
class Palette {
 public:
  explicit Palette(const Study& study);

  // "#rrggbb"; the first precision is the darkest shade, the last the lightest.
  std::string color(const std::string& device, const std::string& dtype) const;

  // The marker of a device in scatter charts.
  std::string symbol(const std::string& device) const;

 private:
  std::vector<std::string> devices_, dtypes_;
};

// What the colours of a figure mean: an entry for each setup of the study; and the same with each
// device's marker.
std::vector<LegendEntry> setup_legend(const Study& study, const Palette& palette);
std::vector<LegendEntry> marker_legend(const Study& study, const Palette& palette);

// Two shades for fp16 and bf16 where devices are pooled, and one colour for what has no device.
inline constexpr const char* kFp16Color = "#9fb0cf";
inline constexpr const char* kBf16Color = "#33415c";
inline constexpr const char* kPlainColor = "#5b6b8c";
inline constexpr const char* kLineColor = "#9aa1ad";  // of lines that are not measurements

}  // namespace sightmark
