#include "telemetry/jetson.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <sstream>
#include <utility>

#include "base/clock.h"
#include "base/text.h"
#include "process/child_process.h"
#include "telemetry/kernel_sensor.h"

namespace sightmark {
namespace {

constexpr double kLargestNumber = 1e9;
constexpr std::size_t kLongestName = 64, kLongestLine = 1 << 16;
constexpr const char* kIntervalMs = "100";

// Takes a number without sign off the start of `text`; nothing, and `text` as it was, where there
// is none.
std::optional<double> take_number(std::string_view& text) {
  const bool is_digit = !text.empty() && text[0] >= '0' && text[0] <= '9';
  std::string_view rest = text;
  const auto number = is_digit ? take_decimal(rest) : std::nullopt;
  if (!number || *number > kLargestNumber) return std::nullopt;
  text = rest;
  return number;
}

// "3000mW/3100mW", whole.
std::optional<double> milliwatts(std::string_view word) {
  constexpr std::string_view kBetween = "mW/";
  const auto now = take_number(word);
  if (!now || !word.starts_with(kBetween)) return std::nullopt;
  word.remove_prefix(kBetween.size());
  return take_number(word) && word == "mW" ? now : std::nullopt;
}

// "99%", with or without "@1300" behind it.
std::optional<double> percent(std::string_view word) {
  const auto number = take_number(word);
  const bool is_percent = number && *number <= 100 && (word == "%" || word.starts_with("%@"));
  return is_percent ? number : std::nullopt;
}

// The lines of a pipe, read without waiting.
class LatestLine {
 public:
  explicit LatestLine(int descriptor) : descriptor_(descriptor) {
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
  }

  // The latest whole line that is new; nothing if there is none.
  std::optional<std::string> take() {
    read_what_is_there();
    const std::size_t end = text_.rfind('\n');
    if (end == std::string::npos) return std::nullopt;
    std::string line = text_.substr(0, end);
    text_.erase(0, end + 1);
    line.erase(0, line.rfind('\n') + 1);
    return line;
  }

  bool is_ended() const { return is_ended_; }

  // Waits until something can be read, for `patience` at most.
  void wait(std::chrono::milliseconds patience) const {
    pollfd watched{descriptor_, POLLIN, 0};
    ::poll(&watched, 1, static_cast<int>(patience.count()));
  }

 private:
  void read_what_is_there() {
    std::array<char, 4096> block;
    ssize_t count = 0;
    while ((count = ::read(descriptor_, block.data(), block.size())) > 0) {
      text_.append(block.data(), static_cast<std::size_t>(count));
      if (text_.size() > kLongestLine) text_.erase(0, text_.size() - kLongestLine);
    }
    is_ended_ = count == 0 || (errno != EAGAIN && errno != EINTR);
  }

  int descriptor_;
  std::string text_;
  bool is_ended_ = false;
};

class TegrastatsMeter : public PowerMeter {
 public:
  explicit TegrastatsMeter(ChildProcess child)
      : child_(std::move(child)), lines_(child_.output()) {}

  // Whether a line with a rail came in time.
  bool await_rails(std::chrono::milliseconds patience) {
    const Instant deadline = now() + patience;
    while (rails_.empty() && !lines_.is_ended()) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - now());
      if (left.count() <= 0) break;
      lines_.wait(left);
      if (const auto line = lines_.take()) take_rails(parse_tegrastats(*line));
    }
    return !rails_.empty();
  }

  std::string name() const override { return "tegrastats"; }

  Expected<std::vector<PowerReading>> read() override {
    const auto line = lines_.take();
    if (!line && lines_.is_ended()) return fail("tegrastats ended; does it run in a terminal?");
    std::vector<PowerReading> readings = rails_;
    if (!line) return readings;

    const TegrastatsLine parsed = parse_tegrastats(*line);
    gpu_percent_ = parsed.gpu_percent;
    for (PowerReading& reading : readings) {
      const auto rail = std::ranges::find(parsed.rails, reading.rail, &PowerReading::rail);
      if (rail != parsed.rails.end()) reading.power_w = rail->power_w;
    }
    return readings;
  }

  std::optional<double> utilization_percent() override { return gpu_percent_; }

 private:
  void take_rails(TegrastatsLine line) {
    gpu_percent_ = line.gpu_percent;
    rails_ = std::move(line.rails);
    for (PowerReading& rail : rails_) rail.power_w.reset();
  }

  ChildProcess child_;
  LatestLine lines_;
  std::vector<PowerReading> rails_;  // of the first line, without their power
  std::optional<double> gpu_percent_;
};

namespace fs = std::filesystem;

constexpr std::pair<std::string_view, PowerScope> kRailScopes[] = {
    {"VDD_GPU", PowerScope::GpuRail},        {"VDD_GPU_SOC", PowerScope::GpuSocRail},
    {"VDD_CPU_CV", PowerScope::CpuRail},     {"VDD_CPU_SOC_MSS", PowerScope::CpuRail},
    {"VDD_CPU_GPU_CV", PowerScope::CpuRail}, {"VIN_SYS_5V0", PowerScope::SystemRail},
    {"VDD_IN", PowerScope::ModuleInput},     {"VIN", PowerScope::BoardInput},
};

constexpr int kInputLimit = 8;  // an INA3221 has inputs 1 to 3, an INA238 1

std::vector<fs::path> sensors(const fs::path& sys) {
  std::vector<fs::path> found = entries(sys / "class/hwmon", "hwmon");
  std::erase_if(found, [](const fs::path& sensor) {
    return !read_text(sensor / "name").value_or("").starts_with("ina");
  });
  return found;
}

// The rail's name; nothing if the input is not connected ("NC") or, like in7 of an INA3221, a
// sum of shunt voltages rather than a rail.
std::optional<std::string> rail_name(const fs::path& sensor, int input) {
  auto label = read_text(sensor / fmt::format("in{}_label", input));
  if (!label && input == 1) label = read_text(sensor / "label");  // a sensor with one rail
  if (!label || label->empty() || *label == "NC" || contains_ignoring_case(*label, "sum of")) {
    return std::nullopt;
  }
  return plain_text(*label);
}

std::optional<FileRail> rail_of(const fs::path& sensor, int input) {
  const auto name = rail_name(sensor, input);
  auto millivolts = ValueFile::open(sensor / fmt::format("in{}_input", input));
  auto milliamperes = ValueFile::open(sensor / fmt::format("curr{}_input", input));
  if (!name || !millivolts || !milliamperes) return std::nullopt;

  FileRail rail{.name = *name, .scope = jetson_rail_scope(*name), .power_scale_w = 1e-6};
  rail.power_factors.push_back(std::move(*millivolts));
  rail.power_factors.push_back(std::move(*milliamperes));
  return rail;
}

// The integrated GPU's load, in tenths of a percent.
std::optional<BusyFile> gpu_load(const fs::path& sys) {
  for (const fs::path& device : entries(sys / "class/devfreq")) {
    const std::string name = device.filename().string();
    const bool is_gpu =
        contains_ignoring_case(name, "gpu") || contains_ignoring_case(name, "ga10b");
    auto load = is_gpu ? ValueFile::open(device / "device/load") : std::nullopt;
    if (load) return BusyFile{std::move(*load), 0.1};
  }
  return std::nullopt;
}

}  // namespace

TegrastatsLine parse_tegrastats(std::string_view line) {
  TegrastatsLine parsed;
  std::istringstream words{std::string(line)};
  std::string name;
  for (std::string word; words >> word; name = word) {
    if (name == "GR3D_FREQ") {
      parsed.gpu_percent = percent(word);
    } else if (const auto power = milliwatts(word); power && !name.empty()) {
      const std::string rail = shortened(plain_text(name), kLongestName);
      parsed.rails.push_back({rail, jetson_rail_scope(rail), *power / 1000, std::nullopt});
    }
  }
  return parsed;
}

Expected<std::unique_ptr<PowerMeter>> start_tegrastats_meter(const std::filesystem::path& program,
                                                             std::chrono::milliseconds patience) {
  auto child = ChildProcess::start(
      {.command = {program.string(), "--interval", kIntervalMs}, .has_pipes = true});
  if (!child) return tl::unexpected(child.error());
  auto meter = std::make_unique<TegrastatsMeter>(std::move(*child));
  if (!meter->await_rails(patience)) {
    return fail(fmt::format("{}: no power rail within {} ms; run it and see what it prints",
                            plain_text(program.string()), patience.count()));
  }
  return meter;
}

bool is_jetson(const SystemRoots& roots) {
  return contains_ignoring_case(read_text(roots.proc / "device-tree/model").value_or(""), "jetson");
}

// The status file says "pmode:0002"; the configuration names it: "< POWER_MODEL ID=2 NAME=30W >".
std::optional<std::string> power_mode(const SystemRoots& roots) {
  const std::string status = read_text(roots.var / "lib/nvpmodel/status").value_or("");
  const std::size_t colon = status.find(':');
  if (!status.starts_with("pmode") || colon == std::string::npos) return std::nullopt;
  const auto id = leading_integer(std::string_view(status).substr(colon + 1));
  if (!id) return std::nullopt;
  const std::string modes = read_text(roots.etc / "nvpmodel.conf").value_or("");
  const auto name = text_between(modes, fmt::format("POWER_MODEL ID={} NAME=", *id), " ");
  return name ? plain_text(*name) : std::to_string(*id);
}

PowerScope jetson_rail_scope(std::string_view rail) {
  for (const auto& [name, scope] : kRailScopes) {
    if (name == rail) return scope;
  }
  return PowerScope::Unknown;
}

std::unique_ptr<PowerMeter> find_board_sensor(const fs::path& sys) {
  std::vector<FileRail> rails;
  for (const fs::path& sensor : sensors(sys)) {
    for (int input = 1; input < kInputLimit; ++input) {
      if (auto rail = rail_of(sensor, input)) rails.push_back(std::move(*rail));
    }
  }
  if (rails.empty()) return nullptr;
  return std::make_unique<FileMeter>("board sensor", std::move(rails), gpu_load(sys));
}

bool has_closed_board_sensor(const fs::path& sys) {
  return std::ranges::any_of(sensors(sys), [](const fs::path& sensor) {
    return is_closed(sensor / "in1_input") || is_closed(sensor / "curr1_input");
  });
}

}  // namespace sightmark
