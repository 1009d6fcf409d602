#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "base/gzip.h"
#include "base/hash.h"
#include "base/list.h"
#include "base/text.h"
#include "page/page_data.h"

namespace sightmark {
namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t kHashDigits = 12;

void add(Settings& settings, const char* name, const std::string& value) {
  if (!value.empty()) settings.emplace_back(name, value);
}

void add(Settings& settings, const char* name, std::optional<std::int64_t> value) {
  if (value) settings.emplace_back(name, fmt::to_string(*value));
}

void add(Settings& settings, const char* name, std::optional<double> value, const char* unit) {
  if (value) settings.emplace_back(name, exact(value) + unit);
}

void add(Settings& settings, const char* name, std::optional<bool> value) {
  if (value) settings.emplace_back(name, *value ? "yes" : "no");
}

std::string last_part(const std::string& path) {
  const std::size_t end = path.find_last_not_of("/\\");
  if (end == std::string::npos) return {};
  const std::string whole = path.substr(0, end + 1);
  return whole.substr(whole.find_last_of("/\\") + 1);
}

std::string in_words(const Fact& fact) {
  return std::visit(
      [&](const auto& value) -> std::string {
        using Value = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<Value, bool>)
          return value ? "yes" : "no";
        else if constexpr (std::is_same_v<Value, std::int64_t>)
          return fmt::to_string(value);
        else if constexpr (std::is_same_v<Value, double>)
          return exact(value);
        else
          return text_of({fact}, fact.name);
      },
      fact.value);
}

void add(Settings& settings, const char* of, const Facts& facts) {
  for (const Fact& fact : facts) {
    const std::string value = in_words(fact);
    if (value.empty()) continue;
    settings.emplace_back(fmt::format("{}: {}", of, with_spaces(fact.name)), value);
  }
}

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

Json trials_json(const RunExcerpt& excerpt) { return list_of(excerpt.trials, trial_json); }

Json number(std::optional<double> value) {
  return value && std::isfinite(*value) ? Json(rounded(*value)) : Json(nullptr);
}

}  // namespace

std::string with_spaces(std::string_view name) {
  std::string words(name);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::vector<std::pair<std::string, std::string>> run_settings(const RunMetrics& run) {
  const RunMeta& meta = run.meta;
  Settings settings;
  add(settings, "Model", run.model_id);
  add(settings, "Model key", run.model_key);
  add(settings, "Model revision", meta.model_revision);
  add(settings, "Precision as recorded", meta.dtype);
  add(settings, "Host", meta.host);
  add(settings, "Compute backend", meta.backend);
  add(settings, "Engine", meta.engine);
  add(settings, "Engine version", meta.engine_version);
  add(settings, "PyTorch", meta.torch_version);
  add(settings, "Engine on another machine", meta.is_engine_remote);
  add(settings, "Began", run.timestamp);
  add(settings, "Suite", meta.suite);
  add(settings, "Suite version", meta.suite_version);
  add(settings, "Images", last_part(meta.manifest));
  add(settings, "Image set SHA-256", meta.image_set_sha256.substr(0, kHashDigits));
  add(settings, "Longest answer, tokens", meta.max_new_tokens);
  add(settings, "Load pattern", meta.load_pattern);
  add(settings, "Concurrency", meta.concurrency);
  add(settings, "Rate", meta.rate, " requests/s");
  add(settings, "Repeats", meta.repeats);
  add(settings, "Batch size", meta.batch_size);
  add(settings, "Warm-up questions", meta.warmup_count);
  add(settings, "Seed", meta.seed);
  add(settings, "Temperature", meta.temperature, "");
  add(settings, "Timeout", meta.timeout_s, " s");
  add(settings, "Cooldown", meta.cooldown_s, " s");
  add(settings, "Prompt cache off", meta.is_prompt_cache_off);
  add(settings, "Times resumed", meta.interruption_count());
  add(settings, "First answer", meta.first_answer_ms, " ms");
  add(settings, "Idle power", meta.idle_power_w, " W");
  add(settings, "Power measured by", run.conditions.power_method);
  add(settings, "Engine", meta.engine_facts);
  add(settings, "Machine", meta.machine_facts);
  add(settings, "Before", meta.state_before);
  if (run.summary) add(settings, "After", run.summary->state_after);
  return settings;
}

std::string to_json(const RunExcerpt& excerpt) {
  const auto stretch_json = [](const Stretch& stretch) -> Json {
    return {number(stretch.at), number(stretch.latency_ms), number(stretch.power_w)};
  };
  const Json json{{"trials", trials_json(excerpt)},
                  {"percentiles", list_of(excerpt.latency_percentiles_ms, number)},
                  {"course", list_of(excerpt.course, stretch_json)},
                  {"is_timed", excerpt.is_course_timed}};
  return json.dump();
}

std::string packed_trials(const RunExcerpt& excerpt) {
  return base64(gzip(trials_json(excerpt).dump()));
}

}  // namespace sightmark
