#include <algorithm>

#include "base/hash.h"
#include "metric/run_metrics.h"

namespace sightmark {
namespace {

constexpr std::size_t kFailureKindLimit = 20;

// By kind; what is beyond the first kinds is "other".
std::map<std::string, std::size_t, std::less<>> failure_counts(const std::vector<Trial>& trials) {
  std::map<std::string, std::size_t, std::less<>> counts;
  for (const Trial& trial : trials) {
    if (trial.error.empty()) continue;
    const std::string_view kind = trial.error_kind.empty() ? trial.error : trial.error_kind;
    const bool is_counted_apart = counts.contains(kind) || counts.size() < kFailureKindLimit;
    ++counts[is_counted_apart ? std::string(kind) : "other"];
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

Conditions conditions(const Run& run, const TrialTable& table) {
  const std::vector<std::string_view> images = distinct(run.trials, &Trial::image);
  const std::vector<std::string_view> counters = distinct(run.trials, &Trial::token_counter);
  Conditions result{.max_new_tokens = run.meta.max_new_tokens,
                    .cached_tokens = cached_tokens(run.trials),
                    .token_counters = {counters.begin(), counters.end()},
                    .failure_count_by_kind = failure_counts(run.trials),
                    .image_names_sha256 = sha256_of_names(images),
                    .image_count = images.size(),
                    .power_scope = table.power_scope,
                    .power_method = run.meta.power_monitoring_method};
  for (const TrialRow& trial : table.trials) {
    result.cap_known_count += trial.is_capped.has_value();
    result.capped_count += trial.is_capped.value_or(false);
    if (!trial.answer_length) continue;
    ++result.answer_count;
    result.empty_count += *trial.answer_length == 0;
    result.looping_count += trial.is_looping.value_or(false);
  }
  return result;
}

}  // namespace sightmark
