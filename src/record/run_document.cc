// Both documents of a run that sightmark writes.
#include <cmath>
#include <nlohmann/json.hpp>

#include "record/run_description.h"
#include "record/run_figures.h"

namespace sightmark {
namespace {

using Json = nlohmann::ordered_json;

// Indented by two spaces; text that is not UTF-8 gets replacement characters.
std::string document(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json to_json(const Facts& facts) {
  Json json = Json::object();
  for (const Fact& fact : facts) {
    json[fact.name] = std::visit([](const auto& value) { return Json(value); }, fact.value);
  }
  return json;
}

Json prompts(const Suite& suite) {
  Json json = Json::array();
  for (const Task& task : suite.tasks) {
    json.push_back({{"task", task.name}, {"purpose", task.purpose}, {"prompt", task.prompt}});
  }
  return json;
}

void add_engine(Json& json, const RunDescription& run) {
  json["engine"] = run.engine;
  json["engine_version"] = run.engine_version;
  json["is_prompt_cache_off"] = or_null(run.is_prompt_cache_off);
  json["is_engine_elsewhere"] = run.is_engine_elsewhere;
  json["engine_facts"] = to_json(run.engine_facts);
}

void add_questions(Json& json, const RunDescription& run) {
  json["manifest"] = run.manifest;
  json["image_set_sha256"] = run.image_set_sha256;
  json["num_images"] = run.image_count;
  json["num_trials"] = run.trial_count;
  json["suite"] = run.suite.name;
  json["suite_version"] = run.suite.version;
  json["prompts"] = prompts(run.suite);
}

void add_settings(Json& json, const RunDescription& run) {
  json["warmup"] = run.warmup;
  json["repeats"] = run.repeats;
  json["batch_size"] = 1;
  json["max_new_tokens"] = run.max_new_tokens;
  json["temperature"] = 0;
  json["seed"] = run.seed;
  json["load_pattern"] = run.load_pattern;
  json["concurrency"] = run.concurrency;
  json["rate"] = or_null(run.rate);
  json["timeout_seconds"] = run.timeout_s;
  json["cooldown_seconds"] = run.cooldown_s;
  json["durability"] = run.durability;
}

void add_power(Json& json, const RunDescription& run) {
  std::string method;
  for (const std::string& meter : run.power_meters) method += (method.empty() ? "" : ", ") + meter;
  json["power_monitoring_available"] = !run.power_meters.empty();
  json["power_monitoring_method"] = method.empty() ? Json() : Json(method);
  json["power_sample_interval_ms"] = 1000 / run.sample_hz;
  json["telemetry_began"] = run.telemetry_began;
}

void add_beginning(Json& json, const RunDescription& run) {
  json["load_time_seconds"] = or_null(run.load_time_s);
  if (run.first_answer) {
    const FirstAnswer& first = *run.first_answer;
    json["first_answer"] = {{"latency_ms", first.latency_ms}, {"ttft_ms", or_null(first.ttft_ms)}};
    if (!first.error.empty()) json["first_answer"]["error"] = first.error;
  }
  if (run.idle_power) {
    json["idle_power"] = {{"scope", run.idle_power->scope},
                          {"power_watts_avg", run.idle_power->mean_w},
                          {"duration_seconds", run.idle_power->duration_s}};
  }
}

// To the precision of the reference's summaries and beyond: micro-units.
Json number(std::optional<double> value) {
  return value ? Json(std::round(*value * 1e6) / 1e6) : Json();
}

// Under the names of the reference: of requests, as it takes images.
void add_spread(Json& json, const std::string& name, const std::optional<Spread>& spread) {
  const auto add = [&](const char* suffix, double Spread::*part) {
    json[name + suffix] = spread ? number((*spread).*part) : Json();
  };
  add("_mean", &Spread::mean);
  add("_min", &Spread::min);
  add("_max", &Spread::max);
  add("_p50", &Spread::p50);
  add("_p90", &Spread::p90);
  add("_p95", &Spread::p95);
  add("_p99", &Spread::p99);
}

void add_energy(Json& json, const RunFigures& run) {
  json["power_scope"] = power_scope_name(run.power_scope);
  json["power_watts_avg"] = number(run.power_w);
  json["total_energy_joules"] = number(run.energy_j);
  json["energy_above_idle_joules"] = number(run.energy_above_idle_j);
}

Json clock_steps(const RunFigures& run) {
  Json steps = Json::array();
  for (const ClockStep& step : run.clock_steps) {
    steps.push_back({{"at_s", number(step.at_s)}, {"step_s", number(step.step_s)}});
  }
  return steps;
}

}  // namespace

std::string to_json(const RunDescription& run) {
  Json json = {{"schema_version", kSchemaVersion},
               {"sightmark_version", run.sightmark_version},
               {"model_key", run.model_key},
               {"model_id", run.model_id},
               {"run_group", run.run_group},
               {"host", run.host},
               {"device_name", run.device_name},
               {"device", run.device},
               {"dtype", run.dtype},
               {"timestamp", run.timestamp}};
  add_engine(json, run);
  add_questions(json, run);
  add_settings(json, run);
  add_power(json, run);
  add_beginning(json, run);
  json["machine"] = to_json(run.machine_facts);
  json["device_state_before"] = to_json(run.state_before);
  json["interruptions"] = Json::array();
  return document(json);
}

std::string to_json(const RunFigures& run) {
  Json json = {{"schema_version", kSchemaVersion},
               {"model_key", run.model_key},
               {"model_id", run.model_id},
               {"run_group", run.run_group},
               {"host", run.host},
               {"device_name", run.device_name},
               {"device", run.device},
               {"dtype", run.dtype},
               {"batch_size", 1},
               {"repeats", run.repeats},
               {"num_images", run.image_count},
               {"num_tasks", run.task_count},
               {"total_runs", run.trial_count},
               {"num_errors", run.error_count}};
  json["total_elapsed_seconds"] = number(run.elapsed_s);
  json["total_elapsed_minutes"] = number(run.elapsed_s / 60);
  json["request_time_seconds"] = number(run.request_time_s);
  add_spread(json, "latency_ms", run.latency_ms);
  add_spread(json, "ttft_ms", run.ttft_ms);
  add_spread(json, "images_per_second", run.requests_per_s);
  json["complete_images_per_second"] = number(run.images_per_s);
  json["generated_tokens_per_second"] = number(run.generated_tokens_per_s);
  json["request_generated_tokens_per_second"] = number(run.request_generated_tokens_per_s);
  add_energy(json, run);
  json["system_memory_peak_mb"] = number(run.system_peak_mb);
  json["engine_memory_peak_mb"] = number(run.engine_peak_mb);
  json["gpu_memory_peak_mb"] = number(run.gpu_peak_mb);
  json["sampler_cpu_percent"] = number(run.sampler_cpu_percent);
  json["clock_steps"] = clock_steps(run);
  json["notes"] = run.notes;
  json["device_state_after"] = to_json(run.state_after);
  return document(json);
}

}  // namespace sightmark
