#include <cmath>
#include <nlohmann/json.hpp>

#include "base/gzip.h"
#include "base/hash.h"
#include "base/text.h"
#include "page/page_data.h"

namespace sightmark {
namespace {

using Json = nlohmann::ordered_json;

// Text that keeps its lines.
std::string lines_of(std::string_view text) {
  std::string lines;
  while (true) {
    const std::size_t end = text.find('\n');
    lines += plain_text(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    lines += '\n';
    text.remove_prefix(end + 1);
  }
}

// Milliseconds to a microsecond, joules to a millijoule.
double rounded(double value) { return std::round(value * 1000) / 1000; }

std::string_view name_of(ExcerptReason reason) {
  constexpr std::string_view kNames[] = {"failed", "slowest", "sampled"};
  return kNames[static_cast<std::size_t>(reason)];
}

// What is unknown has no key.
Json trial_json(const ExcerptTrial& trial) {
  Json json{{"index", trial.index}, {"reason", name_of(trial.reason)}, {"task", trial.task}};
  const auto add_text = [&](const char* key, const std::string& text) {
    if (!text.empty()) json[key] = lines_of(text);
  };
  const auto add_number = [&](const char* key, std::optional<double> value) {
    if (value && std::isfinite(*value)) json[key] = rounded(*value);
  };
  add_text("image", trial.image);
  add_text("prompt", trial.prompt);
  add_text("answer", trial.answer);
  if (trial.is_answer_cut) json["is_cut"] = true;
  add_text("error", trial.error);
  add_text("finish", trial.finish_reason);
  add_text("truth", trial.truth);
  add_number("latency_ms", trial.latency_ms);
  add_number("ttft_ms", trial.ttft_ms);
  add_number("energy_j", trial.energy_j);
  add_number("accuracy", trial.accuracy);
  if (trial.prompt_tokens) json["prompt_tokens"] = *trial.prompt_tokens;
  if (trial.response_tokens) json["response_tokens"] = *trial.response_tokens;
  return json;
}

Json trials_json(const RunExcerpt& excerpt) {
  Json trials = Json::array();
  for (const ExcerptTrial& trial : excerpt.trials) trials.push_back(trial_json(trial));
  return trials;
}

Json number(std::optional<double> value) {
  return value && std::isfinite(*value) ? Json(rounded(*value)) : Json(nullptr);
}

}  // namespace

std::string to_json(const RunExcerpt& excerpt) {
  Json percentiles = Json::array(), course = Json::array();
  for (const double value : excerpt.latency_percentiles_ms) percentiles.push_back(number(value));
  for (const Stretch& stretch : excerpt.course) {
    course.push_back({number(stretch.at), number(stretch.latency_ms), number(stretch.power_w)});
  }
  const Json json{{"trials", trials_json(excerpt)},
                  {"percentiles", std::move(percentiles)},
                  {"course", std::move(course)},
                  {"is_timed", excerpt.is_course_timed}};
  return json.dump();
}

std::string packed_trials(const RunExcerpt& excerpt) {
  return base64(gzip(trials_json(excerpt).dump()));
}

}  // namespace sightmark
