#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sightmark {

struct TegrastatsRail {
  std::string name;
  double power_w;
};

// What a line of NVIDIA's tegrastats says.
struct TegrastatsLine {
  std::vector<TegrastatsRail> rails;                // "VDD_GPU 3000mW/3100mW": now, mean
  std::optional<double> gpu_percent;                // "GR3D_FREQ 99%@[1300,1300]"
  std::optional<double> ram_used_mb, ram_total_mb;  // "RAM 25686/125772MB"
};

// Reads what is understood of a line; the rest is passed over. Any text is safe.
TegrastatsLine parse_tegrastats(std::string_view line);

}  // namespace sightmark
