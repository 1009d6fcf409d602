#include <fmt/format.h>
#include <fmt/ranges.h>

#include "audit/attribute.h"
#include "base/text.h"

// What ran the questions and in which state, and what power and memory cover.
namespace sightmark {
namespace {

using Kind = MetricKind;
using Value = std::optional<std::string>;

Value revision(const RunMetrics& run) {
  const std::string& text = run.meta.model_revision;
  return text.empty() ? std::nullopt : Value("revision " + text);
}

Value batch_size(const RunMetrics& run) {
  const auto size = run.meta.batch_size;
  return size ? Value(fmt::format("batch size {}", *size)) : std::nullopt;
}

Value load(const RunMetrics& run) {
  const RunMeta& meta = run.meta;
  if (meta.load_pattern.empty() && !meta.concurrency) return std::nullopt;
  if (meta.rate) return fmt::format("{} requests per second", exact(meta.rate));
  const auto concurrency = meta.concurrency.value_or(1);
  return concurrency == 1 ? std::string("one request at a time")
                          : fmt::format("{} requests at a time", concurrency);
}

Value temperature(const RunMetrics& run) {
  const auto temperature = run.meta.temperature;
  return temperature ? Value("temperature " + exact(temperature)) : std::nullopt;
}

Value engine(const RunMetrics& run) {
  if (run.meta.engine.empty()) return std::nullopt;
  const bool is_remote = run.meta.is_engine_remote.value_or(false);
  return run.meta.engine + (is_remote ? " on another machine" : "");
}

Value versions(const RunMetrics& run) {
  std::vector<std::string> parts;
  if (!run.meta.engine_version.empty()) {
    parts.push_back(run.meta.engine + " " + run.meta.engine_version);
  }
  if (!run.meta.torch_version.empty()) parts.push_back("PyTorch " + run.meta.torch_version);
  if (parts.empty()) return std::nullopt;
  return fmt::format("{}", fmt::join(parts, ", "));
}

// "GPU limit 300 W" and the like of the state before the run.
Value power_mode(const RunMetrics& run) {
  const Facts& state = run.meta.state_before;
  std::vector<std::string> parts;
  if (const std::string mode = text_of(state, "power_mode"); !mode.empty()) {
    parts.push_back("power mode " + mode);
  }
  if (const std::string governor = text_of(state, "cpu_governor"); !governor.empty()) {
    parts.push_back("CPU governor " + governor);
  }
  if (const auto limit_mhz = number_of(state, "cpu_clock_limit_mhz")) {
    parts.push_back(fmt::format("CPU limit {} MHz", grouped(*limit_mhz, 0)));
  }
  if (const auto limit_w = number_of(state, "gpu_power_limit_w")) {
    parts.push_back(fmt::format("GPU limit {} W", grouped(*limit_w, 0)));
  }
  if (parts.empty()) return std::nullopt;
  return fmt::format("{}", fmt::join(parts, ", "));
}

Value warm_up(const RunMetrics& run) {
  const auto count = run.meta.warmup_count;
  if (!count) return std::nullopt;
  return *count == 0 ? std::string("no warm-up") : std::string("a warm-up");
}

Value prompt_cache(const RunMetrics& run) {
  const auto is_off = run.meta.is_prompt_cache_off;
  if (!is_off) return std::nullopt;
  return std::string(*is_off ? "prompts not cached" : "prompts cached");
}

Value power_scope(const RunMetrics& run) {
  if (!has_power(run)) return std::nullopt;
  return std::string(power_scope_in_words(run.conditions.power_scope));
}

Value power_method(const RunMetrics& run) {
  const std::string& method = run.conditions.power_method;
  return has_power(run) && !method.empty() ? Value(method) : std::nullopt;
}

Value memory_kind(const RunMetrics& run) {
  if (!run.memory_kind) return std::nullopt;
  return std::string(memory_kind_in_words(*run.memory_kind));
}

}  // namespace

std::vector<Attribute> setup_attributes() {
  const MetricKinds speed_and_energy = speed_and_energy_kinds();
  return {
      {.rule = "batch_size",
       .subject = "the batch size",
       .severities = severities(speed_and_energy_kinds({Kind::Memory}), {}),
       .values = each(batch_size),
       .effect = "A batch gives more answers per hour, and each answer takes longer.",
       .advice = "Run all with one batch size, or compare within the runs that do."},
      {.rule = "load",
       .subject = "the load",
       .severities = severities(speed_and_energy_kinds({Kind::Memory}), {}),
       .values = each(load),
       .effect = "Concurrent requests wait for each other, and share the device's power.",
       .advice = "Run all under one load, or compare within the runs that do."},
      {.rule = "precision",
       .subject = "the precision",
       .severities = {},
       .values = each(
           [](const RunMetrics& run) { return run.dtype == "na" ? Value() : Value(run.dtype); }),
       .effect =
           "Precision changes speed, memory and, at times, answers. A comparison may be about "
           "it, so it blocks none.",
       .advice = "Compare models in one precision, and precisions on one model and device."},
      {.rule = "temperature",
       .subject = "the temperature",
       .severities = severities({}, {Kind::Latency, Kind::Energy, Kind::Length, Kind::Accuracy}),
       .values = each(temperature),
       .effect = "Above 0, answers are sampled: their length and correctness vary.",
       .advice = "Run all at temperature 0."},
      {.rule = "engine",
       .subject = "the engine",
       .severities = severities({}, speed_and_energy),
       .values = each(engine),
       .effect = "Engines differ in speed on one model; one on another machine adds the network.",
       .advice = "Compare models on one engine; name the engine where you do not."},
      {.rule = "versions",
       .subject = "the versions of engine and libraries",
       .severities = severities({}, speed_and_energy),
       .values = each(versions),
       .effect = "Kernels change from version to version, and speed with them.",
       .advice = "Run all with one version, or repeat one run to see what the version changes."},
      {.rule = "model_revision",
       .subject = "the revision of one model",
       .severities = severities({}, {Kind::Length, Kind::Accuracy}),
       .values = each(revision),
       .effect = "Another revision may answer differently.",
       .advice = "Pin the revision.",
       .within = &RunMetrics::model},
      {.rule = "power_mode",
       .subject = "power mode, governor and limits of clock or power",
       .severities = severities({}, speed_and_energy),
       .values = each(power_mode),
       .effect = "In another power mode, a device performs like another device.",
       .advice = "Run all in one mode; nvpmodel and the governor set it.",
       .within = &RunMetrics::device},
      {.rule = "warm_up",
       .subject = "warm-up",
       .severities = severities({}, speed_and_energy),
       .values = each(warm_up),
       .effect = "The first answers of a cold engine are slow, and they count.",
       .advice = "Warm up before the first trial."},
      {.rule = "prompt_cache",
       .subject = "whether prompts are cached",
       .severities = severities({}, speed_and_energy),
       .values = each(prompt_cache),
       .effect = "An engine with a cache reads an image once for several questions.",
       .advice = "Switch the cache off in all runs, or leave it on in all."},
  };
}

std::vector<Attribute> measuring_attributes() {
  return {
      {.rule = "power_scope",
       .subject = "the part of the device that power covers",
       .severities = severities({Kind::Energy, Kind::TokenEnergy}, {}),
       .values = each(power_scope),
       .effect = "A GPU rail draws less than the board that it is on: a ranking by energy would "
                 "rank what was measured.",
       .advice = "Rank energy only among runs of one scope; a meter at the wall covers all devices "
                 "in the same way.",
       .link = "over",
       .is_always_named = true,
       .comparable_with_none = std::string(power_scope_in_words(PowerScope::Unknown))},
      {.rule = "power_method",
       .subject = "how power was measured",
       .severities = severities({}, {Kind::Energy, Kind::TokenEnergy}),
       .values = each(power_method),
       .effect = "Power sources differ by a few percent, and in how they average over time.",
       .advice = "Treat differences of a few percent as none."},
      {.rule = "memory_kind",
       .subject = "which memory was measured",
       .severities = severities({Kind::Memory}, {}),
       .values = each(memory_kind),
       .effect = "The memory of an allocator, of a process and of the whole system are three "
                 "different metrics.",
       .advice = "Rank memory only among runs of one kind.",
       .link = "over",
       .is_always_named = true},
  };
}

}  // namespace sightmark
