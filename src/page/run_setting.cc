#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

#include "base/number.h"
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

}  // namespace sightmark
