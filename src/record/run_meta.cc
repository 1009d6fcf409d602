#include "record/run_meta.h"

#include <nlohmann/json.hpp>

#include "record/field.h"

namespace sightmark {
namespace {

constexpr FieldForm kMustAgree = {.must_agree_at_resume = true}, kOnlyRead = {.is_only_read = true};

// In order of writing.
constexpr Field<RunMeta> kFields[] = {
    {"schema_version", member<&RunMeta::schema_version>, kMustAgree},
    {"sightmark_version", member<&RunMeta::sightmark_version>},
    {"model_key", member<&RunMeta::model_key>, kMustAgree},
    {"model_id", member<&RunMeta::model_id>, kMustAgree},
    {"run_group", member<&RunMeta::run_group>},
    {"host", member<&RunMeta::host>, kMustAgree},
    {"device_name", member<&RunMeta::device_name>, kMustAgree},
    {"device", member<&RunMeta::backend>},
    {"dtype", member<&RunMeta::dtype>, kMustAgree},
    {"timestamp", member<&RunMeta::timestamp>},
    {"engine", member<&RunMeta::engine>, kMustAgree},
    {"engine_version", member<&RunMeta::engine_version>, kMustAgree},
    {"torch_version", member<&RunMeta::torch_version>, kOnlyRead},
    {"model_revision", member<&RunMeta::model_revision>, kOnlyRead},
    {"is_prompt_cache_off", member<&RunMeta::is_prompt_cache_off>},
    {"is_engine_elsewhere", member<&RunMeta::is_engine_remote>},
    {"engine_facts", member<&RunMeta::engine_facts>},
    {"manifest", member<&RunMeta::manifest>},
    {"image_set_sha256", member<&RunMeta::image_set_sha256>, kMustAgree},
    {"num_images", member<&RunMeta::image_count>, kMustAgree},
    {"num_trials", member<&RunMeta::planned_trial_count>},
    {"suite", member<&RunMeta::suite>, kMustAgree},
    {"suite_version", member<&RunMeta::suite_version>, kMustAgree},
    {"prompts", member<&RunMeta::tasks>, kMustAgree},
    {"warmup", member<&RunMeta::warmup_count>},
    {"repeats", member<&RunMeta::repeats>, kMustAgree},
    {"batch_size", member<&RunMeta::batch_size>},
    {"max_new_tokens", member<&RunMeta::max_new_tokens>, kMustAgree},
    {"temperature", member<&RunMeta::temperature>},
    {"seed", member<&RunMeta::seed>, {.may_be_negative = true, .must_agree_at_resume = true}},
    {"load_pattern", member<&RunMeta::load_pattern>, kMustAgree},
    {"concurrency", member<&RunMeta::concurrency>, kMustAgree},
    {"rate", member<&RunMeta::rate>, kMustAgree},
    {"timeout_seconds", member<&RunMeta::timeout_s>, kMustAgree},
    {"cooldown_seconds", member<&RunMeta::cooldown_s>, kMustAgree},
    {"durability", member<&RunMeta::durability>},
    {"power_monitoring_available", member<&RunMeta::is_power_measured>},
    {"power_monitoring_method", member<&RunMeta::power_monitoring_method>},
    {"power_sample_interval_ms", member<&RunMeta::power_sample_interval_ms>},
    {"telemetry_began", member<&RunMeta::telemetry_began>},
    {"load_time_seconds", member<&RunMeta::load_time_s>, {.instead = "model_load_time_seconds"}},
    {"first_answer.latency_ms", member<&RunMeta::first_answer_ms>},
    {"first_answer.ttft_ms", member<&RunMeta::first_answer_ttft_ms>},
    {"first_answer.error", member<&RunMeta::first_answer_error>},
    {"idle_power.scope", member<&RunMeta::idle_power_scope>},
    {"idle_power.power_watts_avg", member<&RunMeta::idle_power_w>},
    {"idle_power.duration_seconds", member<&RunMeta::idle_power_duration_s>},
    {"machine", member<&RunMeta::machine_facts>},
    {"device_state_before", member<&RunMeta::state_before>},
    {"interruptions", member<&RunMeta::interruptions>},
};

constexpr std::span<const Field<RunMeta>> kTable(kFields);

bool is_not_known_yet(const BoundField& field) {
  const auto* text = std::get_if<std::string*>(&field.value);
  return text && (*text)->empty();
}

// Of the files of a model, by their contents.
std::vector<Difference> hash_differences(const RunMeta& then, const RunMeta& now) {
  std::vector<Difference> found;
  for (const Fact& fact : now.engine_facts) {
    if (!fact.name.ends_with("sha256")) continue;
    const std::string was = text_of(then.engine_facts, fact.name);
    const std::string is = text_of(now.engine_facts, fact.name);
    if (was != is) found.push_back({fact.name, was.empty() ? "nothing" : was, is});
  }
  return found;
}

}  // namespace

std::optional<std::int64_t> RunMeta::interruption_count() const {
  if (!interruptions) return std::nullopt;
  return static_cast<std::int64_t>(interruptions->size());
}

std::string to_json(RunMeta run) { return json_document(bound(kTable, run)); }

Expected<std::string> with_interruption(std::string_view json, const Interruption& interruption) {
  using Json = nlohmann::ordered_json;  // keeps the order of fields
  RunMeta run;
  run.interruptions = {interruption};
  Json document = Json::parse(json, nullptr, false);
  if (!document.is_object()) return fail("it is not a valid JSON object");
  Json& all = document["interruptions"];
  if (!all.is_array()) all = Json::array();
  all.push_back(Json::parse(to_json(run))["interruptions"][0]);
  return document.dump(2) + '\n';
}

Expected<RunMeta> parse_run_meta(std::string_view json, std::vector<std::string>& field_problems) {
  return parse_document(json, kTable, field_problems);
}

std::vector<Difference> differences(RunMeta then, RunMeta now) {
  const auto old_fields = bound(kTable, then), new_fields = bound(kTable, now);
  std::vector<Difference> found;
  for (std::size_t i = 0; i < new_fields.size(); ++i) {
    const BoundField& field = new_fields[i];
    if (!field.form->must_agree_at_resume || is_not_known_yet(field)) continue;
    std::string was = json_value(old_fields[i]), is = json_value(field);
    if (was != is) found.push_back({std::string(field.path), std::move(was), std::move(is)});
  }
  const auto hashes = hash_differences(then, now);
  found.insert(found.end(), hashes.begin(), hashes.end());
  return found;
}

std::vector<std::string_view> run_meta_field_paths() { return paths(kTable); }

}  // namespace sightmark
