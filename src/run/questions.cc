#include "run/questions.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <utility>

#include "run/asking.h"

namespace sightmark {
namespace {

// The text of a fact; empty where there is none of that name.
std::string text_fact(const Facts& facts, std::string_view name) {
  for (const Fact& fact : facts) {
    const auto* text = std::get_if<std::string>(&fact.value);
    if (fact.name == name && text) return *text;
  }
  return {};
}

// "lynx_500img_20260121_154647", after the reference's custom.
std::string run_group(const RunOptions& options, std::size_t image_count,
                      const std::string& timestamp) {
  std::string digits;
  std::copy_if(timestamp.begin(), timestamp.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  return fmt::format("{}_{}img_{}_{}", options.model_key, image_count, digits.substr(0, 8),
                     digits.substr(8, 6));
}

}  // namespace

Expected<Questions> load_questions(const RunOptions& options) {
  auto suite = load_suite(options.suite);
  if (!suite) return tl::unexpected(suite.error());
  auto images = load_image_set(options.images, options.limit);
  if (!images) return tl::unexpected(images.error());

  Questions questions{.suite = std::move(*suite), .images = std::move(*images)};
  questions.image_paths = paths_in_set(questions.images);
  questions.plan = make_plan(questions.images.images.size(), questions.suite.tasks.size(),
                             options.repeats, static_cast<std::uint64_t>(options.seed));
  return questions;
}

RunDescription describe(const RunOptions& options, const Questions& questions,
                        const RunSources& sources) {
  RunDescription run{.model_key = options.model_key,
                     .timestamp = local_timestamp(std::chrono::system_clock::now()),
                     .sightmark_version = options.sightmark_version,
                     .is_engine_elsewhere = options.is_engine_elsewhere,
                     .suite = questions.suite,
                     .manifest = options.images.string(),
                     .image_set_sha256 = questions.images.sha256,
                     .repeats = options.repeats,
                     .warmup = options.warmup,
                     .load_pattern = std::string(load_pattern(options.load)),
                     .concurrency = static_cast<std::int64_t>(options.load.concurrency),
                     .rate = options.load.rate,
                     .max_new_tokens = options.max_new_tokens,
                     .seed = options.seed,
                     .timeout_s = std::chrono::duration<double>(options.timeout).count(),
                     .cooldown_s = options.cooldown_s,
                     .durability = options.durability == Durability::Record ? "record" : "batch",
                     .machine_facts = machine_facts(sources.roots),
                     .state_before = device_state(sources.roots),
                     .sample_hz = options.sample_hz};
  run.image_count = static_cast<std::int64_t>(questions.images.images.size());
  run.trial_count = static_cast<std::int64_t>(questions.plan.size());
  run.host = text_fact(run.machine_facts, "host");
  run.device_name = options.device_name.empty() ? device_name(sources.roots) : options.device_name;
  run.run_group = run_group(options, questions.images.images.size(), run.timestamp);
  for (const auto& meter : sources.meters) run.power_meters.push_back(meter->name());
  return run;
}

}  // namespace sightmark
