#include "record/trial_figures.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <cstring>
#include <set>

#include "base/line_reader.h"
#include "base/text.h"

namespace sightmark {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t kLineByteLimit = 16 << 20;

template <typename T>
std::optional<T> value_at(dom::object object, std::string_view key) {
  T value{};
  if (object[key].get(value)) return std::nullopt;
  return value;
}

// Nothing where it is no record of sightmark's.
std::optional<TrialFigures> parsed(dom::object json) {
  const auto order = value_at<std::int64_t>(json, "order");
  const auto image_index = value_at<std::int64_t>(json, "image_index");
  const auto repeat_index = value_at<std::int64_t>(json, "repeat_index");
  const auto image_name = value_at<std::string_view>(json, "image_name");
  const auto task = value_at<std::string_view>(json, "task");
  const auto sent_s = value_at<double>(json, "sent_s"), end_s = value_at<double>(json, "end_s");
  if (!order || !image_index || !repeat_index || !image_name || !task || !sent_s || !end_s)
    return std::nullopt;

  TrialFigures trial{.order = *order,
                     .image_index = *image_index,
                     .repeat_index = *repeat_index,
                     .image_name = std::string(*image_name),
                     .task = std::string(*task),
                     .is_success = !value_at<std::string_view>(json, "error"),
                     .sent_s = *sent_s,
                     .end_s = *end_s,
                     .latency_ms = value_at<double>(json, "latency_ms"),
                     .ttft_ms = value_at<double>(json, "ttft_ms"),
                     .response_tokens = value_at<std::int64_t>(json, "response_tokens_est")};
  dom::object power;
  if (!json["power_stats"].get(power))
    trial.energy_j = value_at<double>(power, "energy_joules_est");
  return trial;
}

}  // namespace

TrialFigures figures_of(const TrialRecord& trial) {
  return {.order = trial.order,
          .image_index = trial.image_index,
          .repeat_index = trial.repeat_index,
          .image_name = trial.image_name,
          .task = trial.task,
          .is_success = trial.error.empty(),
          .sent_s = trial.sent_s,
          .end_s = trial.end_s,
          .latency_ms = trial.latency_ms,
          .ttft_ms = trial.ttft_ms,
          .response_tokens = trial.response_tokens,
          .energy_j = trial.power ? trial.power->energy_j : std::nullopt};
}

Expected<std::vector<TrialFigures>> read_trial_figures(const std::filesystem::path& path) {
  auto lines = LineReader::open(path, kLineByteLimit);
  if (!lines) return tl::unexpected(lines.error());

  dom::parser parser;
  std::vector<TrialFigures> trials;
  std::set<std::int64_t> seen;
  while (const auto line = lines->next()) {
    dom::object json;
    if (line->is_too_long || !line->has_end) continue;
    if (parser.parse(line->text.data(), line->text.size(), false).get(json)) continue;
    auto trial = parsed(json);
    if (trial && seen.insert(trial->order).second) trials.push_back(std::move(*trial));
  }
  if (lines->error()) {
    return fail(fmt::format("{}: cannot read: {}", plain_text(path.string()),
                            std::strerror(lines->error())));
  }
  return trials;
}

}  // namespace sightmark
