#include "record/run_resume.h"

#include <nlohmann/json.hpp>

namespace sightmark {
namespace {

using Json = nlohmann::ordered_json;

// What must be the same for two sets of trials to be one run.
constexpr std::string_view kSettings[] = {
    "schema_version",   "model_key",   "model_id",       "engine",
    "engine_version",   "dtype",       "device_name",    "host",
    "image_set_sha256", "num_images",  "suite",          "suite_version",
    "prompts",          "repeats",     "max_new_tokens", "seed",
    "load_pattern",     "concurrency", "rate",           "timeout_seconds",
    "cooldown_seconds"};

constexpr std::string_view kEmpty = "\"\"";

bool is_content_hash(std::string_view fact) { return fact.ends_with("sha256"); }

// As the other documents: indented by two spaces, with replacement characters for no UTF-8.
std::string document(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

// What lies deeper than any such document is not looked at: writing it back would take a stack of
// any size.
Expected<Json> parsed(std::string_view text) {
  constexpr int kDepthLimit = 32;
  bool is_too_deep = false;
  const auto keep = [&](int depth, Json::parse_event_t, Json&) {
    is_too_deep |= depth > kDepthLimit;
    return depth <= kDepthLimit;
  };
  Json json = Json::parse(text, keep, false);
  if (!json.is_object()) return fail("it is not a JSON object");
  if (is_too_deep) return fail("it is nested more deeply than any such document");
  return json;
}

std::string text_of(const Json& json, std::string_view field) {
  const auto found = json.find(std::string(field));
  if (found == json.end()) return "nothing";
  return found->dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Expected<std::vector<Difference>> differences(std::string_view then, std::string_view now) {
  const auto old_run = parsed(then), new_run = parsed(now);
  if (!old_run) return tl::unexpected(old_run.error());
  if (!new_run) return tl::unexpected(new_run.error());

  std::vector<Difference> found;
  const auto compare = [&](const Json& a, const Json& b, std::string_view field) {
    Difference difference{std::string(field), text_of(a, field), text_of(b, field)};
    if (difference.now == kEmpty) return;
    if (difference.then != difference.now) found.push_back(std::move(difference));
  };
  for (const std::string_view field : kSettings) compare(*old_run, *new_run, field);
  const Json nothing = Json::object();
  const Json old_facts = old_run->value("engine_facts", nothing);
  for (const auto& [name, value] : (*new_run)["engine_facts"].items()) {
    if (is_content_hash(name)) compare(old_facts, (*new_run)["engine_facts"], name);
  }
  return found;
}

Expected<std::string> with_interruption(std::string_view run_meta,
                                        const Interruption& interruption) {
  auto json = parsed(run_meta);
  if (!json) return tl::unexpected(json.error());
  Json& interruptions = (*json)["interruptions"];
  if (!interruptions.is_array()) interruptions = Json::array();
  const Json load_time_s = interruption.load_time_s ? Json(*interruption.load_time_s) : Json();
  interruptions.push_back({{"timestamp", interruption.timestamp},
                           {"telemetry_began", interruption.telemetry_began},
                           {"done_trials", interruption.done_trial_count},
                           {"load_time_seconds", load_time_s}});
  return document(*json);
}

}  // namespace sightmark
