#include "telemetry/tegrastats_meter.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <utility>

#include "base/clock.h"
#include "base/text.h"
#include "process/child_process.h"
#include "telemetry/rail_scope.h"
#include "telemetry/tegrastats.h"

namespace sightmark {
namespace {

constexpr std::size_t kLongestLine = 1 << 16;
constexpr const char* kIntervalMs = "100";

// The lines of a pipe, without waiting for any.
class LinePipe {
 public:
  explicit LinePipe(int descriptor) : descriptor_(descriptor) {
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
  }

  // The latest whole line that is new; nothing where there is none.
  std::optional<std::string> latest() {
    read_what_is_there();
    const std::size_t end = text_.rfind('\n');
    if (end == std::string::npos) return std::nullopt;
    const std::size_t before = end == 0 ? std::string::npos : text_.rfind('\n', end - 1);
    const std::size_t begin = before == std::string::npos ? 0 : before + 1;
    std::string line = text_.substr(begin, end - begin);
    text_.erase(0, end + 1);
    return line;
  }

  bool is_ended() const { return is_ended_; }

  // Waits until something can be read; no longer than that.
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
  explicit TegrastatsMeter(ChildProcess child) : child_(std::move(child)), pipe_(child_.output()) {}

  // Whether a line with a rail came in time.
  bool await_rails(std::chrono::milliseconds patience) {
    const Instant deadline = now() + patience;
    while (rails_.empty() && !pipe_.is_ended()) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - now());
      if (left.count() <= 0) break;
      pipe_.wait(left);
      if (const auto line = pipe_.latest()) take_rails(parse_tegrastats(*line));
    }
    return !rails_.empty();
  }

  std::string name() const override { return "tegrastats"; }

  Expected<std::vector<PowerReading>> read() override {
    const auto line = pipe_.latest();
    if (!line && pipe_.is_ended()) return fail("tegrastats ended; does it run in a terminal?");
    std::vector<PowerReading> readings = rails_;
    if (!line) return readings;

    const TegrastatsLine said = parse_tegrastats(*line);
    gpu_percent_ = said.gpu_percent;
    for (PowerReading& reading : readings) {
      const auto rail = std::find_if(said.rails.begin(), said.rails.end(),
                                     [&](const auto& other) { return other.name == reading.rail; });
      if (rail != said.rails.end()) reading.power_w = rail->power_w;
    }
    return readings;
  }

  std::optional<double> utilization_percent() override { return gpu_percent_; }

 private:
  void take_rails(const TegrastatsLine& said) {
    gpu_percent_ = said.gpu_percent;
    for (const TegrastatsRail& rail : said.rails) {
      rails_.push_back({rail.name, jetson_rail_scope(rail.name), std::nullopt, std::nullopt});
    }
  }

  ChildProcess child_;
  LinePipe pipe_;
  std::vector<PowerReading> rails_;  // of the first line, without their power
  std::optional<double> gpu_percent_;
};

}  // namespace

std::optional<std::filesystem::path> find_tegrastats() {
  const char* path = std::getenv("PATH");
  std::string_view rest = path ? path : "";
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const auto program = std::filesystem::path(rest.substr(0, end)) / "tegrastats";
    if (program.is_absolute() && ::access(program.c_str(), X_OK) == 0) return program;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return std::nullopt;
}

Expected<std::unique_ptr<PowerMeter>> start_tegrastats_meter(const std::filesystem::path& program,
                                                             std::chrono::milliseconds patience) {
  auto child = ChildProcess::start(
      {.command = {program.string(), "--interval", kIntervalMs}, .has_pipes = true});
  if (!child) return tl::unexpected(child.error());
  auto meter = std::make_unique<TegrastatsMeter>(std::move(*child));
  if (!meter->await_rails(patience)) {
    return fail(fmt::format("{}: it told no power rail within {} ms; see what it prints",
                            plain_text(program.string()), patience.count()));
  }
  return std::unique_ptr<PowerMeter>(std::move(meter));
}

}  // namespace sightmark
