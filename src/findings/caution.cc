#include "findings/caution.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/number.h"
#include "findings/ranking.h"

namespace sightmark {
namespace {

constexpr double kPromptCountRatio = 2;  // largest over smallest prompt count of a request
constexpr double kOverheadPercent = 10;  // of elapsed time spent outside requests
constexpr double kLoopingPercent = 1;    // of answers
constexpr double kCappedPercent = 5;     // of answers

double percent(std::size_t part, std::size_t whole) {
  return 100 * static_cast<double>(part) / static_cast<double>(whole);
}

double prompt_tokens_per_request(const RunMetrics& run) {
  return static_cast<double>(run.performance.prompt_tokens) /
         static_cast<double>(run.success_count);
}

std::optional<std::string> prompt_tokens_counted(const RunPointers& runs) {
  const auto [least, most] =
      std::minmax_element(runs.begin(), runs.end(), [](const RunMetrics* a, const RunMetrics* b) {
        return prompt_tokens_per_request(*a) < prompt_tokens_per_request(*b);
      });
  const double low = prompt_tokens_per_request(**least), high = prompt_tokens_per_request(**most);
  if (high <= kPromptCountRatio * low) return std::nullopt;

  std::string sentence = fmt::format(
      "Tokens per second count prompt tokens too, and not alike: {} a request for {}, {} for {}",
      grouped(high, 0), configuration_name(**most), low > 0 ? grouped(low, 0) : "none",
      configuration_name(**least));
  const auto first = champion(runs, tokens_per_second());
  const auto generated = champion(runs, generated_tokens_per_second());
  if (!first || !generated) return sentence + '.';
  const RunMetrics &leader = *first->runs.front(), &other = *generated->runs.front();
  if (&leader == &other) return sentence + "; by generated tokens alone the same run leads.";
  return fmt::format(
      "{}; by generated tokens per second of request time, {} leads with {} tok/s, and {} comes to "
      "{}.",
      sentence, configuration_name(other), grouped(generated->value, 1), configuration_name(leader),
      leader.primary.generated_tokens_per_s
          ? grouped(leader.primary.generated_tokens_per_s->value, 1)
          : "an unknown number");
}

std::optional<double> overhead_percent(const RunMetrics& run) {
  const auto requests = run.conditions.request_time_s, elapsed = run.performance.elapsed_s;
  if (!requests || !elapsed || *elapsed <= 0) return std::nullopt;
  return 100 * (1 - *requests / *elapsed);
}

std::string range(const std::vector<double>& values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const std::string from = grouped(*low, 0), to = grouped(*high, 0);
  return from == to ? to + "%" : fmt::format("{} to {}%", from, to);
}

std::optional<std::string> overhead(const RunPointers& runs) {
  std::map<std::string, std::vector<double>> percents_by_device;
  double largest = 0;
  for (const RunMetrics* run : runs) {
    if (const auto share = overhead_percent(*run)) {
      percents_by_device[run->device].push_back(*share);
      largest = std::max(largest, *share);
    }
  }
  if (largest < kOverheadPercent) return std::nullopt;

  std::vector<std::string> parts;
  for (const auto& [device, percents] : percents_by_device) {
    parts.push_back(fmt::format("{} on {}", range(percents), device));
  }
  return fmt::format(
      "Tokens per second divide by elapsed time, part of which went by outside the requests: {}.",
      fmt::join(parts, ", "));
}

std::optional<std::string> power_scopes(const RunPointers& runs) {
  std::map<std::string_view, std::set<std::string>> devices_by_scope;
  for (const RunMetrics* run : runs) {
    if (!run->performance.power_w) continue;
    devices_by_scope[power_scope_in_words(run->conditions.power_scope)].insert(run->device);
  }
  if (devices_by_scope.size() < 2) return std::nullopt;

  std::vector<std::string> parts;
  for (const auto& [scope, devices] : devices_by_scope) {
    parts.push_back(fmt::format("{} on {}", scope, fmt::join(devices, " and ")));
  }
  return fmt::format(
      "Power was not measured over the same parts: {}; rank energy only among runs of one kind.",
      fmt::join(parts, ", "));
}

std::optional<std::string> looping_answers(const RunPointers& runs) {
  std::map<std::string, std::pair<std::size_t, std::size_t>> looping_and_all_by_model;
  for (const RunMetrics* run : runs) {
    auto& [looping, all] = looping_and_all_by_model[run->model];
    looping += run->conditions.looping_count;
    all += run->success_count;
  }
  std::vector<std::string> parts;
  for (const auto& [model, counts] : looping_and_all_by_model) {
    const double share = percent(counts.first, counts.second);
    if (share >= kLoopingPercent) parts.push_back(fmt::format("{} {:.1f}%", model, share));
  }
  if (parts.empty()) return std::nullopt;
  return fmt::format(
      "Length is not quality: some answers are caught in a loop that repeats words or lines ({}).",
      fmt::join(parts, ", "));
}

std::optional<std::string> capped_answers(const RunPointers& runs) {
  std::vector<std::string> parts;
  for (const RunMetrics* run : runs) {
    const double share = percent(run->conditions.capped_count, run->success_count);
    if (share < kCappedPercent) continue;
    parts.push_back(fmt::format("{:.0f}% of the answers of {} at {} tokens", share,
                                configuration_name(*run), *run->conditions.max_new_tokens));
  }
  if (parts.empty()) return std::nullopt;
  return fmt::format("Answers were cut off by the limit on their length: {}.",
                     fmt::join(parts, ", "));
}

// The names of the runs on each side where runs differ in a setting; nothing where they agree.
std::optional<std::string> difference(
    const RunPointers& runs, const std::string& what,
    const std::function<std::string(const RunMetrics&)>& setting) {
  std::map<std::string, RunPointers> runs_by_value;
  for (const RunMetrics* run : runs) {
    if (const std::string value = setting(*run); !value.empty())
      runs_by_value[value].push_back(run);
  }
  if (runs_by_value.size() < 2) return std::nullopt;

  const auto most = std::max_element(
      runs_by_value.begin(), runs_by_value.end(),
      [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
  std::vector<std::string> others;
  for (const auto& [value, group] : runs_by_value) {
    if (value == most->first) continue;
    others.push_back(fmt::format("{} for {}", value, configuration_name(*group.front())));
    if (group.size() > 1) others.back() += fmt::format(" and {} more", group.size() - 1);
  }
  return fmt::format("The runs differ in {}: {} for {}, {}.", what, most->first,
                     counted(most->second.size(), "run"), fmt::join(others, ", "));
}

std::optional<std::string> generation_caps(const RunPointers& runs) {
  return difference(runs, "the most tokens an answer may have", [](const RunMetrics& run) {
    const auto limit = run.conditions.max_new_tokens;
    return limit ? fmt::format("{}", *limit) : std::string();
  });
}

std::optional<std::string> prompts(const RunPointers& runs) {
  std::map<std::string, std::set<std::string>> prompts_by_task;
  for (const RunMetrics* run : runs) {
    for (const TaskMetrics& task : run->speed_quality.tasks) {
      prompts_by_task[task.task].insert(task.prompts.begin(), task.prompts.end());
    }
  }
  std::vector<std::string> parts;
  for (const auto& [task, texts] : prompts_by_task) {
    if (texts.size() > 1) parts.push_back(fmt::format("{} in {} ways", task, texts.size()));
  }
  if (parts.empty()) return std::nullopt;
  return fmt::format("The question was not put alike throughout: {}.", fmt::join(parts, ", "));
}

std::optional<std::string> several_keys(const RunPointers& runs) {
  std::map<std::string, std::set<std::string>> keys_by_model;
  for (const RunMetrics* run : runs) {
    if (!run->model_key.empty()) keys_by_model[run->model].insert(run->model_key);
  }
  std::vector<std::string> parts;
  for (const auto& [model, keys] : keys_by_model) {
    if (keys.size() > 1) parts.push_back(fmt::format("{} ({})", model, fmt::join(keys, ", ")));
  }
  if (parts.empty()) return std::nullopt;
  return fmt::format("A model that stands under several keys is counted once: {}.",
                     fmt::join(parts, "; "));
}

std::optional<std::string> incomplete_records(const RunPointers& runs) {
  std::vector<std::string> parts;
  for (const RunMetrics* run : runs) {
    const auto expected = run->expected_trial_count.value_or(0);
    if (expected <= static_cast<std::int64_t>(run->trial_count)) continue;
    parts.push_back(fmt::format("{} of {} in {}", grouped(run->trial_count),
                                grouped(static_cast<double>(expected), 0), run->run_dir));
  }
  if (parts.empty()) return std::nullopt;
  return fmt::format("Fewer records could be used than the run's summary counts: {}.",
                     fmt::join(parts, ", "));
}

std::optional<std::string> failures_left_out(const Study& study) {
  std::vector<std::string> parts;
  for (const RunMetrics& run : study.runs) {
    if (run.status == RunStatus::Failed) parts.push_back(configuration_name(run));
  }
  if (parts.empty()) return std::nullopt;
  return fmt::format(
      "A run that failed wholly is in no ranking, though it is the least reliable: {}.",
      fmt::join(parts, ", "));
}

}  // namespace

std::vector<Caution> cautions(const Study& study) {
  std::vector<Caution> found;
  const auto add = [&](Topic topic, std::optional<std::string> sentence) {
    if (sentence) found.push_back({topic, std::move(*sentence)});
  };
  const RunPointers runs = complete_runs(study);
  if (!runs.empty()) {
    add(Topic::Tokens, prompt_tokens_counted(runs));
    add(Topic::Tokens, overhead(runs));
    add(Topic::Energy, power_scopes(runs));
    add(Topic::Length, looping_answers(runs));
    add(Topic::Length, capped_answers(runs));
    add(Topic::Settings, generation_caps(runs));
    add(Topic::Settings, prompts(runs));
    add(Topic::Settings, several_keys(runs));
    add(Topic::Reliability, incomplete_records(runs));
  }
  add(Topic::Reliability, failures_left_out(study));
  return found;
}

}  // namespace sightmark
