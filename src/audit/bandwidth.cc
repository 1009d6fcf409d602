#include "audit/bandwidth.h"

#include <fmt/format.h>

#include <cctype>
#include <cstdlib>
#include <regex>

#include "base/text.h"

namespace sightmark {
namespace {

struct KnownDevice {
  std::string_view name;
  double gb_s;
};

// From the makers' data sheets, the more specific name first. A name that covers several modules
// has the bandwidth of the fastest, which bounds them all.
constexpr KnownDevice kDevices[] = {{"Orin Nano", 102},
                                    {"Orin NX", 102.4},
                                    {"Orin", 204.8},
                                    {"Xavier NX", 59.7},
                                    {"Xavier", 136.5},
                                    {"Jetson Nano", 25.6},
                                    {"Thor", 273},
                                    {"GB10", 273},
                                    {"DGX Spark", 273},
                                    {"H200", 4800},
                                    {"H100 PCIe", 2039},
                                    {"H100 NVL", 3938},
                                    {"H100", 3352},
                                    {"A100", 2039},
                                    {"L40S", 864},
                                    {"L40", 864},
                                    {"L4", 300},
                                    {"A10G", 600},
                                    {"RTX 5090", 1792},
                                    {"RTX 5080", 960},
                                    {"RTX 4090", 1008},
                                    {"RTX 4080", 736},
                                    {"RTX 3090 Ti", 1008},
                                    {"RTX 3090", 936.2},
                                    {"Raspberry Pi 5", 17.1}};

// Whether `text` holds `name` with no letter or digit right behind it: "L4" is not in "L40".
bool names_device(std::string_view text, std::string_view name) {
  for (std::size_t i = 0; i + name.size() <= text.size(); ++i) {
    if (!contains_ignoring_case(text.substr(i, name.size()), name)) continue;
    const bool is_open = i + name.size() < text.size() &&
                         std::isalnum(static_cast<unsigned char>(text[i + name.size()]));
    const bool is_within = i > 0 && std::isalnum(static_cast<unsigned char>(text[i - 1]));
    if (!is_open && !is_within) return true;
  }
  return false;
}

std::optional<double> bytes_per_parameter(const std::string& dtype) {
  if (dtype == "fp16" || dtype == "bf16") return 2;
  if (dtype == "fp32") return 4;
  return std::nullopt;
}

// Billions of parameters by the last part of the model's id.
std::optional<double> billions_in_name(const std::string& model_id) {
  static const std::regex kActive(R"((?:^|[^A-Za-z0-9])A(\d+(?:\.\d+)?)B(?![A-Za-z0-9]))",
                                  std::regex::icase);
  static const std::regex kAll(R"((?:^|[^A-Za-z0-9.])(\d+(?:\.\d+)?)B(?![A-Za-z0-9]))",
                               std::regex::icase);
  const std::string name = shortened(model_name(model_id), 200);
  std::smatch match;
  if (!std::regex_search(name, match, kActive) && !std::regex_search(name, match, kAll)) {
    return std::nullopt;
  }
  return std::strtod(match.str(1).c_str(), nullptr);
}

}  // namespace

std::optional<double> bandwidth_gb_s(const RunMetrics& run,
                                     const std::map<std::string, double>& given) {
  if (const auto found = given.find(run.device); found != given.end()) return found->second;
  const std::string text =
      fmt::format("{}; {}; {}; {}", run.device, text_of(run.meta.machine_facts, "gpu_names"),
                  text_of(run.meta.machine_facts, "board_model"),
                  text_of(run.meta.machine_facts, "product_name"));
  for (const KnownDevice& device : kDevices) {
    if (names_device(text, device.name)) return device.gb_s;
  }
  return std::nullopt;
}

std::optional<Weights> weights(const RunMetrics& run) {
  const Facts& facts = run.meta.engine_facts;
  if (const auto bytes = number_of(facts, "model_file_bytes")) {
    return Weights{*bytes, "by the size of its file"};
  }
  const auto bytes_each = bytes_per_parameter(run.dtype);
  if (!bytes_each) return std::nullopt;
  if (const auto count = number_of(facts, "parameter_count")) {
    return Weights{*count * *bytes_each, "by its number of parameters"};
  }
  const auto billions = billions_in_name(run.model_id);
  if (!billions) return std::nullopt;
  return Weights{*billions * 1e9 * *bytes_each, "by the number in its name"};
}

}  // namespace sightmark
