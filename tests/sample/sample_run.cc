#include "sample/sample_run.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/file.h"

namespace sightmark {
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json, int indent = -1) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace) + '\n';
}

double rounded(double value) { return std::round(value * 1000) / 1000; }

void put(Json& json, const char* key, const std::string& text) {
  if (!text.empty()) json[key] = text;
}

template <typename Number>
void put(Json& json, const char* key, const std::optional<Number>& number) {
  if (number) json[key] = *number;
}

Json rail(double watts) {
  return {{"avg", rounded(watts)}, {"peak", rounded(1.4 * watts)}, {"min", rounded(0.8 * watts)}};
}

Json samples_json(double watts, double joules, double seconds) {
  const int count = std::clamp(static_cast<int>(10 * seconds), 1, 200);
  Json samples = Json::array();
  for (int i = 0; i < count; ++i) {
    const bool is_pair = 2 * (i / 2) + 1 < count;  // a pair lies evenly about the mean
    samples.push_back(rounded(!is_pair ? watts : i % 2 ? 1.05 * watts : 0.95 * watts));
  }
  return {{"power_watts_samples", samples},
          {"power_watts_avg", rounded(watts)},
          {"power_watts_peak", rounded(1.05 * watts)},
          {"energy_joules_est", rounded(joules)},
          {"sample_count", count},
          {"duration_seconds", rounded(seconds)}};
}

Json rails_json(double watts, double joules, double seconds) {
  return {{"method", "tegrastats"},
          {"power_rails",
           {{"VIN_SYS_5V0", rail(13)}, {"VDD_GPU", rail(watts)}, {"VIN", rail(36 + watts)}}},
          {"power_watts_avg", rounded(watts)},
          {"energy_joules_est", rounded(joules)},
          {"sample_count", std::max(1, static_cast<int>(8 * seconds))},
          {"duration_seconds", rounded(seconds)}};
}

Json soc_rails_json(double watts) {
  return {{"power_gpu_soc_mean_watts", rounded(watts)},
          {"power_cpu_cv_mean_watts", 1.8},
          {"power_sys_5v0_mean_watts", 7.9}};
}

Json power_json(SamplePower shape, const SampleTrial& trial) {
  const double seconds = trial.latency_ms.value_or(0) / 1000;
  const double joules = trial.power_w * seconds;
  if (shape == SamplePower::None) return nullptr;
  if (shape == SamplePower::Samples) return samples_json(trial.power_w, joules, seconds);
  if (shape == SamplePower::Rails) return rails_json(trial.power_w, joules, seconds);

  Json power = soc_rails_json(trial.power_w);
  if (shape != SamplePower::SocRails) power["gpu_utilization_percent_mean"] = 71.5;
  if (shape == SamplePower::SocRailsEnergy) {
    power["power_watts_avg"] = rounded(trial.power_w);
    power["energy_joules_est"] = rounded(joules);
  }
  return power;
}

Json sys_json(double ram_used_mb) {
  constexpr double kRamMb = 65536;
  return {{"cpu_percent", 5.2},
          {"ram_used_mb", rounded(ram_used_mb)},
          {"ram_available_mb", rounded(kRamMb - ram_used_mb)},
          {"ram_percent", rounded(100 * ram_used_mb / kRamMb)}};
}

void put_tokens(Json& json, SampleTokens names, const SampleTrial& trial) {
  const bool is_short = names == SampleTokens::InputLen;
  const bool is_estimate = names == SampleTokens::UserPromptEstimate;
  put(json,
      is_short      ? "input_len"
      : is_estimate ? "user_prompt_tokens_est"
                    : "prompt_tokens",
      trial.prompt_tokens);
  put(json, is_short ? "gen_len" : "response_tokens_est", trial.response_tokens);
}

Json trial_json(const SampleRun& run, const SampleTrial& trial) {
  Json json{{"image_index", trial.image_index}};
  put(json, "image_name", trial.image_name);
  put(json, "image_path", trial.image_path);
  json["image_width"] = 640;
  json["image_height"] = 480;
  put(json, "task", trial.task);
  put(json, "task_purpose", trial.task_purpose);
  put(json, "task_prompt", trial.task_prompt);
  put(json, "latency_ms", trial.latency_ms);
  put_tokens(json, run.tokens, trial);
  json["output_text"] = trial.output_text;
  json["error"] = trial.error.empty() ? Json(nullptr) : Json(trial.error);
  if (trial.ram_used_mb) {
    json["sys_before"] = sys_json(*trial.ram_used_mb - 4);
    json["sys_after"] = sys_json(*trial.ram_used_mb);
  }
  json["cuda_stats"] = {{"cuda", true}, {"gpu_name", run.gpu_name}, {"gpu_mem_alloc_mb", 4305.9}};
  json["power_stats"] = power_json(run.power, trial);
  put(json, "timestamp", trial.timestamp);
  return json;
}

std::string trials_text(const SampleRun& run) {
  std::string lines;
  for (std::size_t i = 0; i < run.trials.size(); ++i) {
    Json json = trial_json(run, run.trials[i]);
    if (i == 0) put(json, "load_time_seconds", run.first_load_time_seconds);
    if (i == 0) put(json, "init_time_seconds", run.first_init_time_seconds);
    const std::string line = dump(json);
    lines += i == run.damaged_trial ? line.substr(0, line.size() / 2) + '\n' : line;
  }
  return lines;
}

std::string meta_text(const SampleRun& run) {
  Json json = Json::object();
  put(json, "model_key", run.model_key);
  put(json, "model_id", run.model_id);
  put(json, "run_group", run.run_group);
  put(json, "host", run.host);
  put(json, "device", run.device);
  put(json, "device_name", run.device_name);
  put(json, "dtype", run.dtype);
  put(json, "torch_version", run.torch_version);
  put(json, "timestamp", run.timestamp);
  put(json, "manifest", run.manifest);
  put(json, "num_images", run.image_count);
  put(json, "max_new_tokens", run.max_new_tokens);
  put(json, "suite", run.suite);
  put(json, "power_monitoring_method", run.power_monitoring_method);
  put(json, "load_time_seconds", run.load_time_seconds);
  put(json, "model_load_time_seconds", run.model_load_time_seconds);
  put(json, "preprocessing_note", run.preprocessing_note);
  return dump(json, 2);
}

std::string summary_text(const SampleRun& run) {
  double latency_sum_ms = 0;
  int success_count = 0;
  for (const SampleTrial& trial : run.trials) {
    if (!trial.error.empty() || !trial.latency_ms) continue;
    latency_sum_ms += *trial.latency_ms;
    ++success_count;
  }
  Json json{
      {"total_runs", run.trials.size()},
      {"num_errors", static_cast<int>(run.trials.size()) - success_count},
      {"total_elapsed_seconds", rounded(run.elapsed_seconds.value_or(latency_sum_ms / 1000))}};
  put(json, "model_key", run.model_key);
  put(json, "model_id", run.model_id);
  put(json, "num_images", run.image_count);
  json["latency_ms_mean"] = success_count ? Json(rounded(latency_sum_ms / success_count)) : Json();
  return dump(json, 2);
}

}  // namespace

Expected<void> write_sample_run(const std::filesystem::path& folder, const SampleRun& run) {
  const auto path = folder / run.root / run.model_folder / run.run_folder;
  return make_folder(path)
      .and_then([&] { return write_file(path / "run_meta.json", meta_text(run)); })
      .and_then([&] { return write_file(path / "runs.jsonl", trials_text(run)); })
      .and_then([&] {
        return run.truth.empty() ? Expected<void>{} : write_file(path / "truth.jsonl", run.truth);
      })
      .and_then([&] {
        return run.has_summary ? write_file(path / "summary.json", summary_text(run))
                               : Expected<void>{};
      });
}

}  // namespace sightmark
