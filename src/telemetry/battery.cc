#include "telemetry/battery.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "base/text.h"
#include "telemetry/value_file.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

class Battery : public PowerMeter {
 public:
  explicit Battery(fs::path folder) : folder_(std::move(folder)) {}

  std::string name() const override {
    return plain_text(fmt::format("battery:{}", folder_.filename().string()));
  }

  Expected<std::vector<PowerReading>> read() override {
    const auto status = read_text(folder_ / "status");
    if (!status) return fail(fmt::format("{}: tells no state; was it taken out?", name()));
    const auto power_w = *status == "Discharging" ? discharge_w() : std::nullopt;
    return std::vector<PowerReading>{{"discharge", PowerScope::BoardInput, power_w, std::nullopt}};
  }

 private:
  // Microwatts, or microvolts times microamperes; some drivers tell a discharge as negative.
  std::optional<double> discharge_w() const {
    if (const auto power = read_integer(folder_ / "power_now")) {
      return std::abs(static_cast<double>(*power)) * 1e-6;
    }
    const auto voltage = read_integer(folder_ / "voltage_now");
    const auto current = read_integer(folder_ / "current_now");
    if (!voltage || !current) return std::nullopt;
    return std::abs(static_cast<double>(*voltage) * static_cast<double>(*current)) * 1e-12;
  }

  fs::path folder_;
};

}  // namespace

std::vector<std::unique_ptr<PowerMeter>> find_batteries(const fs::path& sys) {
  std::vector<std::unique_ptr<PowerMeter>> meters;
  for (const fs::path& supply : entries(sys / "class/power_supply", "")) {
    const bool is_of_system = read_text(supply / "scope").value_or("System") != "Device";
    if (read_text(supply / "type") == "Battery" && is_of_system) {
      meters.push_back(std::make_unique<Battery>(supply));
    }
  }
  return meters;
}

}  // namespace sightmark
