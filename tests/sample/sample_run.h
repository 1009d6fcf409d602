#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/expected.h"

// A run directory as a value, for tests: set any field, then write it. An empty text or absent
// number leaves its key out of the file, unless said otherwise.
namespace sightmark {

// The shapes of `power_stats` (docs/results-format.md).
enum class SamplePower {
  None,           // null
  Samples,        // single readings, mean and energy
  Rails,          // every rail; the mean and the energy are the GPU rail's
  SocRails,       // three means, no energy
  SocRailsUsage,  // the same and the GPU's use
  SocRailsEnergy  // the same with mean and energy
};

// Which names the token counts have.
enum class SampleTokens { PromptTokens, InputLen, UserPromptEstimate };

struct SampleTrial {
  std::string image_name = "0001.jpg", image_path = "/data/images/0001.jpg";
  std::string task = "caption_brief", task_purpose = "low-latency captioning";
  std::string task_prompt = "Describe the image in one sentence.";
  std::string output_text = "A red kite lies on the grass.";  // always written
  std::string error;                                          // empty: written as null
  std::string timestamp = "2025-03-03T09:00:00.000000";
  int image_index = 0;
  std::optional<double> latency_ms = 1000;
  std::optional<int> prompt_tokens = 20, response_tokens = 8;
  std::optional<double> ram_used_mb = 4096;
  double power_w = 20;
};

struct SampleRun {
  // Where it lies: root/model_folder/run_folder.
  std::string root = "alder_output", model_folder = "lynx", run_folder = "lynx_bf16_run";

  std::string model_key = "lynx", model_id = "acme/Lynx-2B", run_group = "lynx_bf16_run";
  std::string host = "alder", device = "cuda", device_name, gpu_name = "Alder Graphics";
  std::string dtype = "torch.bfloat16", torch_version = "2.8.0", suite = "five_tasks";
  std::string manifest = "/data/images.txt", preprocessing_note;
  std::string timestamp = "2025-03-03T09:00:00.000000", power_monitoring_method;
  std::optional<int> image_count = 1, max_new_tokens = 128;
  std::optional<double> load_time_seconds, model_load_time_seconds;        // in run_meta.json
  std::optional<double> first_load_time_seconds, first_init_time_seconds;  // in the first record

  SamplePower power = SamplePower::Samples;
  SampleTokens tokens = SampleTokens::PromptTokens;
  std::vector<SampleTrial> trials;

  std::string truth;  // of the images: truth.jsonl; empty: there is none
  bool has_summary = true;
  std::optional<double> elapsed_seconds;     // else the sum of the latencies
  std::optional<std::size_t> damaged_trial;  // the line of this trial is cut in the middle
};

// Writes the files of the run below `folder`. Invalid UTF-8 in a text is written as U+FFFD.
Expected<void> write_sample_run(const std::filesystem::path& folder, const SampleRun& run);

}  // namespace sightmark
