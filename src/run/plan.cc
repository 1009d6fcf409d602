#include "run/plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "base/random.h"

namespace sightmark {
namespace {

// The path of each image below the set's folder; the name of an image outside it, so that no other
// path of this machine is recorded.
std::vector<std::string> paths_in_set(const ImageSet& images) {
  std::error_code ignored;
  const bool is_folder = std::filesystem::is_directory(images.source, ignored);
  const auto folder =
      std::filesystem::absolute(is_folder ? images.source : images.source.parent_path(), ignored);
  std::vector<std::string> paths;
  for (const Image& image : images.images) {
    const auto below = image.path.lexically_proximate(folder.lexically_normal());
    const bool is_outside = below.is_absolute() || *below.begin() == "..";
    paths.push_back(is_outside ? image.name : below.string());
  }
  return paths;
}

// "lynx_500img_20260121_154647", as the reference names its groups.
std::string run_group(const RunOptions& options, std::size_t image_count,
                      const std::string& timestamp) {
  std::string digits;
  std::copy_if(timestamp.begin(), timestamp.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  return fmt::format("{}_{}img_{}_{}", options.model_key, image_count, digits.substr(0, 8),
                     digits.substr(8, 6));
}

void fill_questions(RunMeta& run, const RunOptions& options, const Questions& questions) {
  run.manifest = options.images.string();
  run.image_set_sha256 = questions.images.sha256;
  run.image_count = std::ssize(questions.images.images);
  run.planned_trial_count = std::ssize(questions.plan);
  run.suite = questions.suite.name;
  run.suite_version = questions.suite.version;
  run.tasks = questions.suite.tasks;
}

void fill_settings(RunMeta& run, const RunOptions& options) {
  run.warmup_count = options.warmup;
  run.repeats = options.repeats;
  run.batch_size = 1;
  run.max_new_tokens = options.max_new_tokens;
  run.temperature = 0;
  run.seed = options.seed;
  run.load_pattern = load_pattern(options.load);
  run.concurrency = static_cast<std::int64_t>(options.load.concurrency);
  run.rate = options.load.rate;
  run.timeout_s = std::chrono::duration<double>(options.timeout).count();
  run.cooldown_s = options.cooldown_s;
  run.durability = options.durability == Durability::Record ? "record" : "batch";
}

}  // namespace

std::vector<PlannedTrial> make_plan(std::size_t image_count, std::size_t task_count,
                                    std::int64_t repeats, std::uint64_t seed) {
  std::vector<PlannedTrial> plan;
  for (std::size_t image = 0; image < image_count; ++image) {
    for (std::size_t task = 0; task < task_count; ++task) {
      for (std::int64_t repeat = 0; repeat < repeats; ++repeat) {
        plan.push_back({image, task, repeat});
      }
    }
  }
  SplitMix random(seed);
  for (std::size_t left = plan.size(); left > 1; --left) {  // Fisher and Yates
    std::swap(plan[left - 1], plan[random.index(left)]);
  }
  return plan;
}

std::vector<double> arrival_gaps_s(std::size_t count, double rate, std::uint64_t seed) {
  SplitMix random(seed);
  std::vector<double> gaps(count);
  for (double& gap : gaps) gap = -std::log1p(-random.uniform()) / rate;
  return gaps;
}

Expected<Questions> load_questions(const RunOptions& options) {
  auto suite = load_suite(options.suite);
  if (!suite) return tl::unexpected(suite.error());
  auto images = load_image_set(options.images, options.limit);
  if (!images) return tl::unexpected(images.error());

  constexpr double kLargestPlan = 500'000;  // its trials are kept until the end, 1.3 KB each
  const double trial_count = static_cast<double>(images->images.size()) *
                             static_cast<double>(suite->tasks.size()) *
                             static_cast<double>(options.repeats);
  if (trial_count > kLargestPlan) {
    return fail(fmt::format(
        "{} images, {} tasks and {} repeats are {:.0f} trials, and a run holds at most {:.0f}: "
        "lower --repeats or set --limit",
        images->images.size(), suite->tasks.size(), options.repeats, trial_count, kLargestPlan));
  }

  Questions questions{.suite = std::move(*suite), .images = std::move(*images)};
  questions.image_paths = paths_in_set(questions.images);
  questions.plan = make_plan(questions.images.images.size(), questions.suite.tasks.size(),
                             options.repeats, static_cast<std::uint64_t>(options.seed));
  return questions;
}

RunMeta describe(const RunOptions& options, const Questions& questions, const RunSources& sources) {
  RunMeta run;
  run.schema_version = kSchemaVersion;
  run.sightmark_version = options.sightmark_version;
  run.timestamp = local_timestamp(std::chrono::system_clock::now());
  run.model_key = options.model_key;
  run.is_engine_remote = options.is_engine_remote;
  fill_questions(run, options, questions);
  fill_settings(run, options);
  run.machine_facts = machine_facts(sources.roots);
  run.state_before = device_state(sources.roots);
  run.host = text_of(run.machine_facts, "host");
  run.device_name = options.device_name.empty() ? device_name(sources.roots) : options.device_name;
  run.run_group = run_group(options, questions.images.images.size(), run.timestamp);
  std::vector<std::string> meters;
  for (const auto& meter : sources.meters) meters.push_back(meter->name());
  run.is_power_measured = !meters.empty();
  run.power_monitoring_method = fmt::format("{}", fmt::join(meters, ", "));
  run.power_sample_interval_ms = 1000 / options.sample_hz;
  run.interruptions.emplace();
  return run;
}

}  // namespace sightmark
