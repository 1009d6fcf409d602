#include "cli/run_progress.h"

#include <fmt/format.h>

#include <cmath>

#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::chrono::seconds kPlainInterval{10}, kShortestInterval{1};
constexpr std::size_t kPlainParts = 20;

}  // namespace

void RunProgressLine::show(const RunProgress& progress) {
  if (is_quiet_) return;
  const std::string words = plain_text(progress_in_words(progress));
  if (line_.is_live()) {
    line_.show(words);
  } else if (is_due(progress)) {
    print(stderr, words + '\n');
  }
}

bool RunProgressLine::is_due(const RunProgress& progress) {
  const bool is_new = progress.stage != stage_;
  const bool is_last = progress.done_count == progress.total_count;
  const std::size_t part = progress.total_count / kPlainParts + 1;
  const bool is_far = progress.done_count >= printed_count_ + part;
  const auto interval = is_far ? kShortestInterval : kPlainInterval;
  if (!is_new && is_last && progress.done_count == printed_count_) return false;
  if (!is_new && !is_last && now() - printed_at_ < interval) return false;
  stage_ = progress.stage;
  printed_count_ = progress.done_count;
  printed_at_ = now();
  return true;
}

std::string progress_in_words(const RunProgress& progress) {
  std::string words = progress.stage;
  if (progress.total_count > 0) {
    words += fmt::format(": {} of {}", progress.done_count, progress.total_count);
  }
  if (progress.error_count > 0) words += fmt::format(", {} failed", progress.error_count);
  if (progress.requests_per_s) words += fmt::format(", {:.3g}/s", *progress.requests_per_s);
  if (progress.left_s) words += fmt::format(", {} left", duration_in_words(*progress.left_s));
  if (progress.power_w) words += fmt::format(", {:.1f} W", *progress.power_w);
  if (progress.engine_mb) words += ", engine " + memory_in_words(*progress.engine_mb);
  if (progress.system_mb) words += ", system " + memory_in_words(*progress.system_mb);
  return words;
}

std::string memory_in_words(double megabytes) {
  if (megabytes < 1000) return fmt::format("{:.0f} MB", megabytes);
  return fmt::format("{:.1f} GB", megabytes / 1024);
}

std::string duration_in_words(double seconds) {
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  if (seconds < 99.5) return fmt::format("{:.0f} s", seconds);
  const auto minutes = static_cast<long>(std::round(seconds / 60));
  if (minutes < 100) return fmt::format("{} min", minutes);
  return fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

}  // namespace sightmark
