#include <algorithm>

#include "base/hash.h"
#include "metric/repetition.h"
#include "metric/run_metrics.h"
#include "metric/speed.h"

namespace sightmark {
namespace {

constexpr std::size_t kFailureKindLimit = 20;

PowerScope power_scope(const Run& run) {
  for (const Trial& trial : run.trials) {
    if (trial.power_scope != PowerScope::Unknown) return trial.power_scope;
  }
  return run.summary ? run.summary->power_scope : PowerScope::Unknown;
}

// Nothing where it cannot be known. Tokens counted again from the text may come to one more.
std::optional<bool> is_cut_by_cap(const Trial& trial, std::optional<std::int64_t> cap) {
  if (!trial.finish_reason.empty()) return trial.finish_reason == "length";
  if (!trial.response_tokens || !cap) return std::nullopt;
  return *trial.response_tokens >= *cap;
}

// By kind; what is beyond the first kinds is "other".
std::map<std::string, std::size_t, std::less<>> failure_counts(const std::vector<Trial>& trials) {
  std::map<std::string, std::size_t, std::less<>> counts;
  for (const Trial& trial : trials) {
    if (trial.error.empty()) continue;
    const std::string_view kind = trial.error_kind.empty() ? trial.error : trial.error_kind;
    const bool is_told = counts.contains(kind) || counts.size() < kFailureKindLimit;
    ++counts[is_told ? std::string(kind) : "other"];
  }
  return counts;
}

std::optional<std::int64_t> cached_tokens(const std::vector<Trial>& trials) {
  std::optional<std::int64_t> total;
  for (const Trial& trial : trials) {
    if (trial.cached_tokens) total = total.value_or(0) + *trial.cached_tokens;
  }
  return total;
}

// The last part of a path, since paths differ by host.
std::string_view file_name(std::string_view path) {
  return path.substr(path.find_last_of('/') + 1);  // npos + 1 is 0
}

// Sorted, each once.
std::vector<std::string_view> distinct(const std::vector<Trial>& trials,
                                       std::string Trial::*field) {
  std::vector<std::string_view> names;
  for (const Trial& trial : trials) {
    const std::string_view name = trial.*field;
    if (!name.empty() && (names.empty() || names.back() != name)) names.push_back(name);
  }
  if (!std::is_sorted(names.begin(), names.end())) std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string sha256_of_names(std::vector<std::string_view> images) {
  for (std::string_view& image : images) image = file_name(image);
  if (!std::is_sorted(images.begin(), images.end())) std::sort(images.begin(), images.end());
  std::string text;
  for (const std::string_view image : images) text.append(image) += '\n';
  return sha256(text);
}

}  // namespace

Conditions conditions(const Run& run) {
  const std::vector<std::string_view> images = distinct(run.trials, &Trial::image);
  const std::vector<std::string_view> counters = distinct(run.trials, &Trial::token_counter);
  Conditions result{.request_time_s = request_time_s(run),
                    .max_new_tokens = run.meta.max_new_tokens,
                    .cached_tokens = cached_tokens(run.trials),
                    .token_counters = {counters.begin(), counters.end()},
                    .failure_count_by_kind = failure_counts(run.trials),
                    .image_names_sha256 = sha256_of_names(images),
                    .image_count = images.size(),
                    .power_scope = power_scope(run),
                    .power_method = run.meta.power_monitoring_method};
  for (const Trial& trial : run.trials) {
    if (!trial.error.empty()) continue;
    const auto is_capped = is_cut_by_cap(trial, run.meta.max_new_tokens);
    result.cap_known_count += is_capped.has_value();
    result.capped_count += is_capped.value_or(false);
    if (!trial.output_text) continue;
    ++result.answer_count;
    result.empty_count += trial.output_text->empty();
    result.looping_count += has_repetition_loop(*trial.output_text);
  }
  return result;
}

}  // namespace sightmark
