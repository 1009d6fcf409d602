#include "record/trial_record.h"

#include <fmt/format.h>

#include <algorithm>

#include "record/json_object.h"

namespace sightmark {
namespace {

void add_image(JsonObject& json, const TrialRecord& trial) {
  json.add("image_index", trial.image_index);
  json.add("image_name", trial.image_name);
  json.add("image_path", trial.image_path);
  json.add("image_width", trial.image_width);
  json.add("image_height", trial.image_height);
  json.add("image_resolution", fmt::format("{}x{}", trial.image_width, trial.image_height));
}

template <typename Of>
std::string json_list(const std::vector<TokenTime>& times, Of of) {
  std::string list = "[";
  for (const TokenTime& time : times) {
    if (list.size() > 1) list += ',';
    list += of(time);
  }
  return list + ']';
}

// The counts only where some text came with more or less than one token.
void add_token_times(JsonObject& json, const std::vector<TokenTime>& times) {
  if (times.empty()) return;
  json.add_json("token_times_ms", json_list(times, [](const TokenTime& time) {
                  return json_number(time.since_sent_ms, 3);
                }));
  std::int64_t expected = 0;
  const bool is_one_each = std::all_of(times.begin(), times.end(), [&](const TokenTime& time) {
    return time.token_count == ++expected;
  });
  if (is_one_each) return;
  json.add_json("token_counts", json_list(times, [](const TokenTime& time) {
                  return fmt::to_string(time.token_count);
                }));
}

void add_times(JsonObject& json, const TrialRecord& trial) {
  json.add("latency_ms", trial.latency_ms);
  json.add("ttft_ms", trial.ttft_ms);
  json.add("decode_ms", trial.decode_ms);
  json.add("queue_ms", trial.queue_ms);
  json.add("scheduled_s", trial.scheduled_s, 6);
  json.add("sent_s", trial.sent_s, 6);
  json.add("first_token_s", trial.first_token_s, 6);
  json.add("end_s", trial.end_s, 6);
  add_token_times(json, trial.token_times);
}

void add_answer(JsonObject& json, const TrialRecord& trial) {
  json.add("prompt_tokens", trial.prompt_tokens);
  json.add("prompt_text_tokens", trial.prompt_text_tokens);
  json.add("image_tokens", trial.image_tokens);
  json.add("cached_tokens", trial.cached_tokens);
  json.add("response_tokens_est", trial.response_tokens);
  json.add("token_counter", trial.token_counter);
  if (!trial.finish_reason.empty()) json.add("finish_reason", trial.finish_reason);
  json.add("engine_prompt_ms", trial.engine_prompt_ms);
  json.add("engine_decode_ms", trial.engine_decode_ms);
  json.add("retry_count", trial.retry_count);
  json.add("output_text", trial.output_text);
  if (trial.error.empty()) {
    json.add_json("error", "null");
  } else {
    json.add("error", trial.error);
    json.add("error_kind", trial.error_kind);
  }
}

std::string system_state(const SystemState& state) {
  JsonObject json;
  json.add("cpu_percent", state.cpu_percent, 1);
  json.add("ram_used_mb", state.ram_used_mb, 1);
  json.add("ram_available_mb", state.ram_available_mb, 1);
  if (state.ram_used_mb && state.ram_available_mb) {
    const double total_mb = *state.ram_used_mb + *state.ram_available_mb;
    json.add("ram_percent", 100 * *state.ram_used_mb / total_mb, 1);
  }
  return json.text();
}

std::string memory(const MemoryRecord& memory) {
  JsonObject json;
  json.add("system_peak_mb", memory.system_peak_mb, 1);
  json.add("engine_mb", memory.engine_mb, 1);
  json.add("engine_peak_mb", memory.engine_peak_mb, 1);
  json.add("gpu_mb", memory.gpu_mb, 1);
  json.add("gpu_peak_mb", memory.gpu_peak_mb, 1);
  return json.text();
}

std::string rail(const RailRecord& rail) {
  JsonObject json;
  json.add("scope", power_scope_name(rail.scope));
  json.add("avg", rail.mean_w);
  json.add("peak", rail.peak_w);
  json.add("min", rail.min_w);
  json.add("energy_joules", rail.energy_j);
  json.add("counter_energy_joules", rail.counter_energy_j);
  return json.text();
}

std::string power_stats(const PowerRecord& power) {
  JsonObject json, rails;
  for (const RailRecord& one : power.rails) rails.add_json(one.name, rail(one));
  json.add("method", power.method);
  json.add("scope", power_scope_name(power.scope));
  json.add("power_watts_avg", power.mean_w);
  json.add("power_watts_peak", power.peak_w);
  json.add("energy_joules_est", power.energy_j);
  json.add("counter_energy_joules", power.counter_energy_j);
  json.add("sample_count", power.sample_count);
  json.add("duration_seconds", power.duration_s);
  json.add_json("power_rails", rails.text());
  return json.text();
}

}  // namespace

std::string to_json_line(const TrialRecord& trial) {
  JsonObject json;
  json.add("order", trial.order);
  add_image(json, trial);
  json.add("task", trial.task);
  json.add("task_purpose", trial.task_purpose);
  json.add("task_prompt", trial.task_prompt);
  json.add("repeat_index", trial.repeat_index);
  if (!trial.phase.empty()) json.add("phase", trial.phase);
  add_times(json, trial);
  add_answer(json, trial);
  json.add_json("sys_before", system_state(trial.before));
  json.add_json("sys_after", system_state(trial.after));
  json.add_json("memory", memory(trial.memory));
  json.add("gpu_utilization_percent", trial.gpu_utilization_percent, 1);
  json.add_json("power_stats", trial.power ? power_stats(*trial.power) : "null");
  json.add("timestamp", trial.timestamp);
  return json.text() + '\n';
}

}  // namespace sightmark
