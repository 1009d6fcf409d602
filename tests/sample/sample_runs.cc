#include "sample/sample_runs.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "sample/sample_answer.h"
#include "sample/sample_scene.h"
#include "scene/scene.h"

namespace sightmark {
namespace {

using Power = SamplePower;
using Tokens = SampleTokens;

struct Model {
  std::string_view key, id;
  double parameters_b, ram_mb, verbosity, prompt_tokens;
  double mistake_probability;  // of each thing it sees
};
constexpr Model kLynx{"lynx", "acme/Lynx-2B", 2.0, 5200, 1.0, 25, 0.08};
constexpr Model kLynx2b{"lynx_2b", "acme/Lynx-2B", 2.0, 5200, 1.0, 25,
                        0.08};  // one model, another key
constexpr Model kHeron{"heron", "acme/Heron-1.6B", 1.6, 4300, 1.5, 22, 0.2};
constexpr Model kOtter{"otter", "borealis/Otter-VL-4B", 4.0, 9800, 2.0, 610, 0.02};

struct Device {
  std::string_view name, gpu_name, power_method;
  double token_ms_per_b, idle_ram_mb, power_w, overhead;  // overhead: elapsed over summed latency
};
constexpr Device kAlder{"alder", "Alder Graphics", "", 8, 8200, 38, 1.04};
constexpr Device kBirch{"birch", "Birch Module", "tegrastats", 10, 17500, 23, 1.01};
constexpr Device kCedar{"cedar", "Cedar Mini", "tegrastats", 19, 6100, 17, 1.19};

enum class Flaw { None, SomeFailed, AllFailed, CutOff, DamagedLine, Loops, TwoPrompts };
enum class LoadTime { Unknown, FirstLoad, FirstInit, Meta, MetaModel };

struct Plan {
  const Model& model;
  const Device& device;
  bool is_bf16;
  Power power;
  Tokens tokens = Tokens::PromptTokens;
  LoadTime load_time = LoadTime::Unknown;
  Flaw flaw = Flaw::None;
  int max_new_tokens = 128;
  bool has_device_name = false;
};

constexpr auto kPlans = std::to_array<Plan>({
    {kLynx, kAlder, true, Power::Samples, Tokens::PromptTokens, LoadTime::FirstLoad},
    {kLynx, kAlder, false, Power::Samples, Tokens::PromptTokens, LoadTime::FirstLoad},
    {kHeron, kBirch, true, Power::Rails, Tokens::PromptTokens, LoadTime::MetaModel},
    {kLynx2b, kCedar, false, Power::SocRails},
    {kHeron, kAlder, true, Power::Samples, Tokens::InputLen, LoadTime::FirstInit},
    {kHeron, kAlder, false, Power::Samples, Tokens::InputLen, LoadTime::FirstInit},
    {kLynx, kBirch, true, Power::Rails},
    {kLynx, kBirch, false, Power::Rails},
    {kHeron, kCedar, true, Power::SocRailsEnergy, Tokens::PromptTokens, LoadTime::Unknown,
     Flaw::None, 80},
    {kOtter, kAlder, true, Power::Samples, Tokens::UserPromptEstimate, LoadTime::Meta},
    {kOtter, kAlder, false, Power::Samples, Tokens::UserPromptEstimate, LoadTime::Unknown,
     Flaw::SomeFailed},
    {kLynx2b, kCedar, false, Power::SocRailsUsage},  // a second run of one configuration
    {kOtter, kBirch, false, Power::Rails, Tokens::PromptTokens, LoadTime::Unknown, Flaw::AllFailed},
    {kHeron, kBirch, false, Power::None, Tokens::InputLen, LoadTime::Meta, Flaw::None, 128, true},
    {kOtter, kCedar, true, Power::SocRailsUsage, Tokens::PromptTokens, LoadTime::Unknown,
     Flaw::CutOff},
    {kHeron, kCedar, false, Power::SocRails, Tokens::PromptTokens, LoadTime::Unknown,
     Flaw::DamagedLine},
    {kOtter, kBirch, true, Power::Rails, Tokens::PromptTokens, LoadTime::Unknown, Flaw::Loops},
    {kLynx, kCedar, true, Power::SocRails, Tokens::PromptTokens, LoadTime::Unknown,
     Flaw::TwoPrompts},
});

// Local time without a zone, as the files have it.
std::string timestamp(double seconds) {
  constexpr std::int64_t kStart = 1740992400;  // 2025-03-03 09:00
  const auto whole = static_cast<std::int64_t>(seconds);
  const auto micros = static_cast<int>((seconds - std::floor(seconds)) * 1e6);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}",
                     fmt::gmtime(static_cast<std::time_t>(kStart + whole)), micros);
}

int token_count(std::string_view text) {  // about four characters a token
  return std::max(1, static_cast<int>(text.size() / 4));
}

std::string answer(const Plan& plan, const SampleTask& task, int image_index, Random& random) {
  const double sentences = task.sentence_count * plan.model.verbosity * random.factor(0.3);
  const bool loops = plan.flaw == Flaw::Loops && task.name == "objects_and_counts";
  std::string text =
      loops ? looping_answer(image_index, 60)
            : sample_answer(task, image_index,
                            std::max(1, static_cast<int>(std::lround(sentences))), random);
  const auto cap = static_cast<std::size_t>(4 * plan.max_new_tokens);
  if (text.size() > cap) text.resize(text.rfind(' ', cap));  // the model had to stop here
  return text;
}

void time_trial(const Plan& plan, SampleTrial& trial, Random& random) {
  const Model& model = plan.model;
  const double token_ms =
      plan.device.token_ms_per_b * model.parameters_b * (plan.is_bf16 ? 1 : 0.97);
  const double tokens = 6 + *trial.prompt_tokens / 40.0 + *trial.response_tokens;
  trial.latency_ms = std::round(1000 * token_ms * tokens * random.factor(0.08)) / 1000;
  trial.ram_used_mb = plan.device.idle_ram_mb + model.ram_mb + 40 * random.uniform();
  trial.power_w = plan.device.power_w * (0.8 + 0.1 * model.parameters_b) * random.factor(0.04);
}

bool fails(const Plan& plan, int image_index) {
  return plan.flaw == Flaw::AllFailed || (plan.flaw == Flaw::SomeFailed && image_index % 7 == 3);
}

std::string image_name(int image_index) { return fmt::format("{:06}.jpg", image_index); }

SampleTrial make_trial(const Plan& plan, const SampleTask& task, int image_index,
                       std::string output_text, Random& random) {
  SampleTrial trial;
  trial.image_index = image_index;
  trial.image_name = image_name(image_index);
  trial.image_path = fmt::format("/data/images/{}", trial.image_name);
  trial.task = task.name;
  trial.task_purpose = task.purpose;
  trial.task_prompt = task.prompt;
  if (plan.flaw == Flaw::TwoPrompts && image_index % 2 == 1) trial.task_prompt += " Be brief.";
  trial.output_text = std::move(output_text);
  trial.response_tokens = token_count(trial.output_text);
  trial.prompt_tokens = static_cast<int>(plan.model.prompt_tokens) + token_count(trial.task_prompt);
  time_trial(plan, trial, random);
  if (fails(plan, image_index)) {
    trial.error = "empty_generation";
    trial.output_text.clear();
  }
  return trial;
}

// A later generation of a model sees a little worse, and so does one in bf16.
double mistake_probability(const Plan& plan, std::size_t generation) {
  return plan.model.mistake_probability * (1 + 0.3 * static_cast<double>(generation)) *
         (plan.is_bf16 ? 1.1 : 1);
}

void set_load_time(const Plan& plan, SampleRun& run) {
  const double seconds = 3 + 2.5 * plan.model.parameters_b;
  if (plan.load_time == LoadTime::FirstLoad) run.first_load_time_seconds = seconds;
  if (plan.load_time == LoadTime::FirstInit) run.first_init_time_seconds = seconds;
  if (plan.load_time == LoadTime::Meta) run.load_time_seconds = seconds;
  if (plan.load_time == LoadTime::MetaModel) run.model_load_time_seconds = seconds;
}

// What is known of the run before it starts. `generation` counts the times the set was gone
// through.
SampleRun make_run(const Plan& plan, int run_index, std::size_t generation) {
  const std::string suffix = generation ? fmt::format("-v{}", generation + 1) : "";
  SampleRun run;
  run.root = fmt::format("{}_output", plan.device.name);
  run.model_folder = fmt::format("{}{}", plan.model.key, suffix);
  run.model_key = run.model_folder;
  run.model_id = fmt::format("{}{}", plan.model.id, suffix);
  run.run_group =
      fmt::format("{}_{}_{:03}", run.model_key, plan.is_bf16 ? "bf16" : "fp16", run_index);
  run.run_folder = run.run_group;
  run.host = plan.device.name;
  run.gpu_name = plan.device.gpu_name;
  if (plan.has_device_name) run.device_name = "Birch";
  run.dtype = plan.is_bf16 ? "torch.bfloat16" : "torch.float16";
  run.power_monitoring_method = plan.device.power_method;
  run.max_new_tokens = plan.max_new_tokens;
  run.power = plan.power;
  run.tokens = plan.tokens;
  set_load_time(plan, run);
  return run;
}

SampleRun sample_run(int run_index, const SampleOptions& options) {
  const auto index = static_cast<std::size_t>(run_index);
  const Plan& plan = kPlans[index % kPlans.size()];
  Random random(options.seed * 1000003 + static_cast<std::uint32_t>(run_index));
  SampleRun run = make_run(plan, run_index, index / kPlans.size());
  run.image_count = options.image_count;

  double elapsed = 0;
  const double start = 86400.0 * run_index;
  run.timestamp = timestamp(start);
  for (int image = 0; image < options.image_count; ++image) {
    std::optional<Scene> seen;
    if (options.with_truth) {
      const Scene scene = make_scene(options.seed, static_cast<std::uint64_t>(image));
      run.truth += fmt::format("{{\"image_name\": \"{0}\", \"truth\": {1}}}\n", image_name(image),
                               truth_json(scene, image_name(image)));
      seen = mistaken(scene, mistake_probability(plan, index / kPlans.size()), random);
    }
    for (const SampleTask& task : sample_tasks()) {
      std::string text = seen ? scene_answer(task.name, *seen) : answer(plan, task, image, random);
      run.trials.push_back(make_trial(plan, task, image, std::move(text), random));
      elapsed += plan.device.overhead * *run.trials.back().latency_ms / 1000;
      run.trials.back().timestamp = timestamp(start + elapsed);
    }
  }
  run.elapsed_seconds = elapsed;
  if (plan.flaw == Flaw::CutOff) {
    run.trials.resize((run.trials.size() + 4) / 5);
    run.has_summary = false;
  }
  if (plan.flaw == Flaw::DamagedLine) run.damaged_trial = run.trials.size() / 2;
  return run;
}

}  // namespace

std::vector<SampleRun> sample_runs(const SampleOptions& options) {
  std::vector<SampleRun> runs;
  for (int i = 0; i < options.run_count; ++i) runs.push_back(sample_run(i, options));
  return runs;
}

Expected<void> write_sample_runs(const std::filesystem::path& folder,
                                 const SampleOptions& options) {
  for (int i = 0; i < options.run_count; ++i) {  // one at a time: memory stays small
    if (auto written = write_sample_run(folder, sample_run(i, options)); !written) return written;
  }
  return {};
}

}  // namespace sightmark
