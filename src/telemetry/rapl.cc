#include "telemetry/rapl.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "telemetry/file_meter.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kZoneStart = "intel-rapl:";  // on AMD too

std::vector<fs::path> zones(const fs::path& sys) {
  return entries(sys / "class/powercap", kZoneStart);
}

// Nothing for other zones: core and uncore are parts of a package, psys differs from board to
// board.
std::optional<PowerScope> scope_of(const std::string& zone_name) {
  if (zone_name.starts_with("package")) return PowerScope::CpuPackage;
  if (zone_name == "dram") return PowerScope::Dram;
  return std::nullopt;
}

// "package-0"; a zone within another has that one's number, "dram-0" of intel-rapl:0:2.
std::string rail_name(const fs::path& zone, const std::string& zone_name) {
  const std::string numbers = zone.filename().string().substr(kZoneStart.size());
  const std::size_t colon = numbers.find(':');
  if (colon == std::string::npos) return plain_text(zone_name);
  return plain_text(fmt::format("{}-{}", zone_name, numbers.substr(0, colon)));
}

std::optional<FileRail> rail_of(const fs::path& zone) {
  const auto name = read_text(zone / "name");
  const auto scope = name ? scope_of(*name) : std::nullopt;
  const auto largest_uj = read_integer(zone / "max_energy_range_uj");
  auto energy = ValueFile::open(zone / "energy_uj");
  if (!scope || !energy || !largest_uj || *largest_uj <= 0) return std::nullopt;
  return FileRail{.name = rail_name(zone, *name),
                  .scope = *scope,
                  .energy = std::move(energy),
                  .energy_scale_j = 1e-6,
                  .energy_unwrap = CounterUnwrap(static_cast<std::uint64_t>(*largest_uj))};
}

}  // namespace

std::unique_ptr<PowerMeter> find_rapl(const fs::path& sys) {
  std::vector<FileRail> rails;
  for (const fs::path& zone : zones(sys)) {
    if (auto rail = rail_of(zone)) rails.push_back(std::move(*rail));
  }
  if (rails.empty()) return nullptr;
  return std::make_unique<FileMeter>("rapl", std::move(rails));
}

bool has_closed_rapl(const fs::path& sys) {
  const auto found = zones(sys);
  return std::any_of(found.begin(), found.end(),
                     [](const fs::path& zone) { return is_closed(zone / "energy_uj"); });
}

}  // namespace sightmark
