#include "record/trial.h"

#include <fmt/format.h>

#include <algorithm>

#include "record/field.h"

namespace sightmark {
namespace {

constexpr FieldForm kSeconds = {.decimal_count = 6}, kOneDecimal = {.decimal_count = 1};

// In order of writing. What only other programs write is behind the field that it stands in for.
constexpr Field<Trial> kFields[] = {
    {"order", member<&Trial::order>},
    {"image_index", member<&Trial::image_index>},
    {"image_name", member<&Trial::image>},
    {"image_path", member<&Trial::image_path>},
    {"image_width", member<&Trial::image_width>},
    {"image_height", member<&Trial::image_height>},
    {"image_resolution", member<&Trial::image_resolution>},
    {"task", member<&Trial::task>},
    {"task_purpose", member<&Trial::task_purpose>},
    {"task_prompt", member<&Trial::prompt>},
    {"repeat_index", member<&Trial::repeat_index>},
    {"phase", member<&Trial::phase>},
    {"latency_ms", member<&Trial::latency_ms>},
    {"ttft_ms", member<&Trial::ttft_ms>},
    {"decode_ms", member<&Trial::decode_ms>},
    {"queue_ms", member<&Trial::queue_ms>},
    {"scheduled_s", member<&Trial::scheduled_s>, kSeconds},
    {"sent_s", member<&Trial::sent_s>, kSeconds},
    {"first_token_s", member<&Trial::first_token_s>, kSeconds},
    {"end_s", member<&Trial::end_s>, kSeconds},
    {"token_times_ms", member<&Trial::token_times_ms>},
    {"token_counts", member<&Trial::token_counts>},
    {"prompt_tokens", member<&Trial::prompt_tokens>, {.instead = "input_len"}},
    {"prompt_text_tokens", member<&Trial::prompt_text_tokens>},
    {"image_tokens", member<&Trial::image_tokens>},
    {"cached_tokens", member<&Trial::cached_tokens>},
    {"response_tokens_est", member<&Trial::response_tokens>, {.instead = "gen_len"}},
    {"token_counter", member<&Trial::token_counter>},
    {"finish_reason", member<&Trial::finish_reason>},
    {"engine_prompt_ms", member<&Trial::engine_prompt_ms>},
    {"engine_decode_ms", member<&Trial::engine_decode_ms>},
    {"retry_count", member<&Trial::retry_count>},
    {"output_text", member<&Trial::output_text>},
    // An error that says nothing readable is an error all the same: a failed trial must not count
    // as fast.
    {"error",
     member<&Trial::error>,
     {.text_for_no_text = "an error that is not a text", .is_null_where_absent = true}},
    {"error_kind", member<&Trial::error_kind>},
    {"sys_before.cpu_percent", member<&Trial::before, &SystemState::cpu_percent>, kOneDecimal},
    {"sys_before.ram_used_mb", member<&Trial::before, &SystemState::ram_used_mb>, kOneDecimal},
    {"sys_before.ram_available_mb", member<&Trial::before, &SystemState::ram_available_mb>,
     kOneDecimal},
    {"sys_before.ram_percent", member<&Trial::before, &SystemState::ram_percent>, kOneDecimal},
    {"sys_after.cpu_percent", member<&Trial::after, &SystemState::cpu_percent>, kOneDecimal},
    {"sys_after.ram_used_mb", member<&Trial::after, &SystemState::ram_used_mb>, kOneDecimal},
    {"sys_after.ram_available_mb", member<&Trial::after, &SystemState::ram_available_mb>,
     kOneDecimal},
    {"sys_after.ram_percent", member<&Trial::after, &SystemState::ram_percent>, kOneDecimal},
    {"memory.system_peak_mb", member<&Trial::system_peak_mb>, kOneDecimal},
    {"memory.engine_mb", member<&Trial::engine_mb>, kOneDecimal},
    {"memory.engine_peak_mb", member<&Trial::engine_peak_mb>, kOneDecimal},
    {"memory.gpu_mb", member<&Trial::gpu_mb>, kOneDecimal},
    {"memory.gpu_peak_mb", member<&Trial::gpu_peak_mb>, kOneDecimal},
    {"cuda_stats.gpu_max_mem_alloc_mb", member<&Trial::torch_peak_mb>},
    {"gpu_utilization_percent", member<&Trial::gpu_utilization_percent>, kOneDecimal},
    {"power_stats.method", member<&Trial::power_method>, {.is_null_where_absent = true}},
    {"power_stats.scope", member<&Trial::power_scope>},
    {"power_stats.power_watts_avg", member<&Trial::power_w>},
    {"power_stats.power_watts_peak", member<&Trial::power_peak_w>},
    {"power_stats.energy_joules_est", member<&Trial::energy_j>},
    {"power_stats.counter_energy_joules", member<&Trial::counter_energy_j>},
    {"power_stats.sample_count", member<&Trial::power_sample_count>},
    {"power_stats.duration_seconds", member<&Trial::power_duration_s>},
    {"power_stats.power_gpu_soc_mean_watts", member<&Trial::gpu_soc_power_w>},
    {"power_stats.power_watts_samples", member<&Trial::has_power_samples>},
    {"power_stats.power_rails", member<&Trial::rails>},
    {"load_time_seconds", member<&Trial::load_time_s>, {.instead = "init_time_seconds"}},
    {"timestamp", member<&Trial::timestamp>},
};

constexpr std::span<const Field<Trial>> kTable(kFields);

// What part of the device was measured, by which fields other programs have written.
PowerScope scope_by_fields(const Trial& trial) {
  if (trial.gpu_soc_power_w) return PowerScope::GpuSocRail;
  const bool has_gpu_rail = std::any_of(trial.rails.begin(), trial.rails.end(),
                                        [](const auto& rail) { return rail.name == "VDD_GPU"; });
  if (has_gpu_rail) return PowerScope::GpuRail;
  return trial.has_power_samples ? PowerScope::GpuBoard : PowerScope::Unknown;
}

void fill_from_other_fields(Trial& trial) {
  if (trial.image.empty()) trial.image = trial.image_path;
  if (trial.image.empty() && trial.image_index) trial.image = fmt::to_string(*trial.image_index);
  if (!trial.power_w) trial.power_w = trial.gpu_soc_power_w;
  if (trial.power_scope == PowerScope::Unknown) trial.power_scope = scope_by_fields(trial);
}

}  // namespace

std::string to_json_line(Trial trial) { return json_line(bound(kTable, trial)); }

Trial without_texts(Trial trial) {
  trial.output_text.reset();
  trial.prompt = {};
  trial.token_times_ms = {};
  trial.token_counts = {};
  trial.rails = {};
  return trial;
}

struct TrialParser::State {
  Trial any;
  FieldReader reader{bound(kTable, any)};
};

TrialParser::TrialParser() : state_(std::make_unique<State>()) {}
TrialParser::~TrialParser() = default;

Expected<void> TrialParser::parse(std::string_view padded_line, Trial& trial,
                                  std::vector<std::string>& field_problems) {
  return state_->reader.read_padded(padded_line, bound(kTable, trial), field_problems).map([&] {
    fill_from_other_fields(trial);
  });
}

std::vector<std::string_view> trial_field_paths() { return paths(kTable); }

}  // namespace sightmark
