#include "record/run_summary.h"

#include "record/field.h"

namespace sightmark {
namespace {

// In order of writing. Requests are called images, as in the reference, which takes images.
constexpr Field<RunSummary> kFields[] = {
    {"schema_version", member<&RunSummary::schema_version>},
    {"model_key", member<&RunSummary::model_key>},
    {"model_id", member<&RunSummary::model_id>},
    {"run_group", member<&RunSummary::run_group>},
    {"host", member<&RunSummary::host>},
    {"device_name", member<&RunSummary::device_name>},
    {"device", member<&RunSummary::backend>},
    {"dtype", member<&RunSummary::dtype>},
    {"batch_size", member<&RunSummary::batch_size>},
    {"repeats", member<&RunSummary::repeats>},
    {"num_images", member<&RunSummary::image_count>},
    {"num_tasks", member<&RunSummary::task_count>},
    {"total_runs", member<&RunSummary::trial_count>},
    {"num_errors", member<&RunSummary::error_count>},
    {"total_elapsed_seconds", member<&RunSummary::elapsed_s>},
    {"total_elapsed_minutes", member<&RunSummary::elapsed_min>},
    {"request_time_seconds", member<&RunSummary::request_time_s>},
    {"latency_ms_mean", member<&RunSummary::latency_ms, &Spread::mean>},
    {"latency_ms_min", member<&RunSummary::latency_ms, &Spread::min>},
    {"latency_ms_max", member<&RunSummary::latency_ms, &Spread::max>},
    {"latency_ms_p50", member<&RunSummary::latency_ms, &Spread::p50>},
    {"latency_ms_p90", member<&RunSummary::latency_ms, &Spread::p90>},
    {"latency_ms_p95", member<&RunSummary::latency_ms, &Spread::p95>},
    {"latency_ms_p99", member<&RunSummary::latency_ms, &Spread::p99>},
    {"ttft_ms_mean", member<&RunSummary::ttft_ms, &Spread::mean>},
    {"ttft_ms_min", member<&RunSummary::ttft_ms, &Spread::min>},
    {"ttft_ms_max", member<&RunSummary::ttft_ms, &Spread::max>},
    {"ttft_ms_p50", member<&RunSummary::ttft_ms, &Spread::p50>},
    {"ttft_ms_p90", member<&RunSummary::ttft_ms, &Spread::p90>},
    {"ttft_ms_p95", member<&RunSummary::ttft_ms, &Spread::p95>},
    {"ttft_ms_p99", member<&RunSummary::ttft_ms, &Spread::p99>},
    {"images_per_second_mean", member<&RunSummary::requests_per_s, &Spread::mean>},
    {"images_per_second_min", member<&RunSummary::requests_per_s, &Spread::min>},
    {"images_per_second_max", member<&RunSummary::requests_per_s, &Spread::max>},
    {"images_per_second_p50", member<&RunSummary::requests_per_s, &Spread::p50>},
    {"images_per_second_p90", member<&RunSummary::requests_per_s, &Spread::p90>},
    {"images_per_second_p95", member<&RunSummary::requests_per_s, &Spread::p95>},
    {"images_per_second_p99", member<&RunSummary::requests_per_s, &Spread::p99>},
    {"complete_images_per_second", member<&RunSummary::images_per_s>},
    {"generated_tokens_per_second", member<&RunSummary::generated_tokens_per_s>},
    {"request_generated_tokens_per_second", member<&RunSummary::request_generated_tokens_per_s>},
    {"power_scope", member<&RunSummary::power_scope>},
    {"power_watts_avg", member<&RunSummary::power_w>},
    {"total_energy_joules", member<&RunSummary::energy_j>},
    {"energy_above_idle_joules", member<&RunSummary::energy_above_idle_j>},
    {"system_memory_peak_mb", member<&RunSummary::system_peak_mb>},
    {"engine_memory_peak_mb", member<&RunSummary::engine_peak_mb>},
    {"gpu_memory_peak_mb", member<&RunSummary::gpu_peak_mb>},
    {"sampler_cpu_percent", member<&RunSummary::sampler_cpu_percent>},
    {"clock_steps", member<&RunSummary::clock_steps>},
    {"notes", member<&RunSummary::notes>},
    {"device_state_after", member<&RunSummary::state_after>},
};

constexpr std::span<const Field<RunSummary>> kTable(kFields);

}  // namespace

std::optional<std::int64_t> RunSummary::clock_step_count() const {
  if (!clock_steps) return std::nullopt;
  return static_cast<std::int64_t>(clock_steps->size());
}

std::string to_json(RunSummary summary) { return json_document(bound(kTable, summary)); }

Expected<RunSummary> parse_run_summary(std::string_view json,
                                       std::vector<std::string>& field_problems) {
  return parse_document(json, kTable, field_problems);
}

std::vector<std::string_view> run_summary_field_paths() { return paths(kTable); }

}  // namespace sightmark
