#include "telemetry/tegrastats.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <sstream>
#include <utility>

#include "base/clock.h"
#include "base/text.h"
#include "process/child_process.h"
#include "telemetry/jetson.h"

namespace sightmark {
namespace {

constexpr double kLargestNumber = 1e9;
constexpr std::size_t kLongestName = 64, kLongestLine = 1 << 16;
constexpr const char* kIntervalMs = "100";

// Takes a number without sign off the start of `text`; nothing, and `text` as it was, where there
// is none.
std::optional<double> take_number(std::string_view& text) {
  double number = 0;
  const bool is_digit = !text.empty() && text[0] >= '0' && text[0] <= '9';
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (!is_digit || error != std::errc() || number > kLargestNumber) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
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

}  // namespace sightmark
