#include "metric/trial_table.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/text.h"
#include "record/name_table.h"
#include "record/run_reader.h"
#include "stats/bootstrap.h"
#include "stats/quantile.h"

namespace sightmark {
namespace {

constexpr std::size_t kLongestPhrase = 8;  // words
constexpr std::size_t kRepeats = 3;
constexpr std::size_t kCoveredPercent = 30;

// The words of `text`, each by its FNV-1a hash of 64 bits, since each is compared with eight
// others.
std::vector<std::uint64_t> word_hashes(std::string_view text) {
  constexpr std::uint64_t kEmpty = 0xcbf29ce484222325, kPrime = 0x100000001b3;
  std::vector<std::uint64_t> words;
  words.reserve(text.size() / 4);
  std::uint64_t hash = kEmpty;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > ' ') {
      hash = (hash ^ byte) * kPrime;
    } else if (hash != kEmpty) {
      words.push_back(std::exchange(hash, kEmpty));
    }
  }
  if (hash != kEmpty) words.push_back(hash);
  return words;
}

// Whether one phrase of `length` words stands kRepeats times or more in a row and covers enough of
// the words.
bool is_phrase_repeated(const std::vector<std::uint64_t>& words, std::size_t length) {
  std::size_t longest = 0, matched = 0;
  for (std::size_t i = length; i < words.size(); ++i) {
    matched = words[i] == words[i - length] ? matched + 1 : 0;
    longest = std::max(longest, matched);
  }
  return longest >= (kRepeats - 1) * length &&
         (longest + length) * 100 >= words.size() * kCoveredPercent;
}

bool has_repeated_phrase(std::string_view text) {
  const std::vector<std::uint64_t> words = word_hashes(text);
  for (std::size_t length = 1; length <= kLongestPhrase; ++length) {
    if (is_phrase_repeated(words, length)) return true;
  }
  return false;
}

// Lines are compared without the white space around them; blank ones do not count.
bool has_repeated_line(std::string_view text) {
  constexpr std::string_view kSpace = " \t\v\f\r";
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    line.remove_prefix(std::min(line.find_first_not_of(kSpace), line.size()));
    line = line.substr(0, line.find_last_not_of(kSpace) + 1);
    if (!line.empty()) lines.push_back(line);
  }
  std::sort(lines.begin(), lines.end());
  for (std::size_t i = kRepeats - 1; i < lines.size(); ++i) {
    if (lines[i] == lines[i - (kRepeats - 1)]) return true;
  }
  return false;
}

std::optional<double> request_s(const Trial& trial) {
  if (trial.sent_s && trial.end_s && *trial.end_s >= *trial.sent_s) {
    return *trial.end_s - *trial.sent_s;
  }
  if (trial.latency_ms) return *trial.latency_ms / 1000;
  return std::nullopt;
}

// Unknown without a finish reason, a count or a limit. Tokens that were counted again from the text
// may be one more than the limit.
std::optional<bool> is_cut_by_limit(const Trial& trial, std::optional<std::int64_t> limit) {
  if (!trial.finish_reason.empty()) return trial.finish_reason == "length";
  if (!trial.response_tokens || !limit) return std::nullopt;
  return *trial.response_tokens >= *limit;
}

std::optional<double> number(std::optional<std::int64_t> count) {
  return count ? std::optional(static_cast<double>(*count)) : std::nullopt;
}

void add_answer(TrialRow& row, const Trial& trial, const RunMeta& meta) {
  row.latency_ms = trial.latency_ms;
  row.ttft_ms = trial.ttft_ms;
  row.decode_ms = trial.decode_ms;
  row.prompt_tokens = number(trial.prompt_tokens);
  row.generated_tokens = number(trial.response_tokens);
  row.is_capped = is_cut_by_limit(trial, meta.max_new_tokens);
  if (!trial.output_text) return;
  row.answer_length = static_cast<double>(code_point_count(*trial.output_text));
  row.is_looping = has_repetition_loop(*trial.output_text);
}

TrialRow row_of(const Trial& trial, const RunMeta& meta) {
  TrialRow row{.repeat_index = trial.repeat_index,
               .is_success = trial.error.empty(),
               .request_s = request_s(trial),
               .energy_j = trial_energy_j(trial),
               .power_w = trial.power_w,
               .ram_used_mb = trial.after.ram_used_mb,
               .ram_available_mb = trial.after.ram_available_mb,
               .engine_peak_mb = trial.engine_peak_mb,
               .gpu_peak_mb = trial.gpu_peak_mb,
               .torch_peak_mb = trial.torch_peak_mb};
  if (row.is_success) add_answer(row, trial, meta);
  return row;
}

std::optional<double> sum_of_requests_s(const std::vector<TrialRow>& trials) {
  std::optional<double> sum;
  for (const TrialRow& trial : trials) {
    if (trial.request_s) sum = sum.value_or(0) + *trial.request_s;
  }
  return sum;
}

std::optional<double> request_time_s(const Run& run, std::optional<double> sum_s) {
  if (run.summary && run.summary->request_time_s) return run.summary->request_time_s;
  std::vector<Interval> spans;
  for (const Trial& trial : run.trials) {
    if (trial.sent_s && trial.end_s) spans.push_back({*trial.sent_s, *trial.end_s});
  }
  if (!spans.empty() && spans.size() == run.trials.size()) return covered_length(std::move(spans));

  constexpr double kRounding = 1.001;  // of recorded times
  std::optional<double> elapsed_s;
  if (run.summary) elapsed_s = run.summary->elapsed_s;
  const bool overlaps = run.meta.concurrency.value_or(1) > 1 ||
                        (sum_s && elapsed_s && *sum_s > *elapsed_s * kRounding);
  return overlaps ? std::nullopt : sum_s;
}

PowerScope power_scope(const Run& run) {
  for (const Trial& trial : run.trials) {
    if (trial.power_scope != PowerScope::Unknown) return trial.power_scope;
  }
  return run.summary ? run.summary->power_scope : PowerScope::Unknown;
}

// What needs all trials: each one's share of the time in requests, and its energy above idle.
void add_shares(TrialTable& table, const Run& run) {
  const auto sum_s = sum_of_requests_s(table.trials);
  table.request_time_s = request_time_s(run, sum_s);
  const bool has_idle = run.meta.idle_power_w && run.meta.idle_power_scope == table.power_scope;
  for (TrialRow& row : table.trials) {
    if (!row.request_s) continue;
    if (table.request_time_s && *sum_s > 0) {
      row.busy_s = *row.request_s * (*table.request_time_s / *sum_s);
    }
    if (has_idle && row.energy_j) {
      row.energy_above_idle_j = *row.energy_j - *run.meta.idle_power_w * *row.request_s;
    }
  }
}

}  // namespace

bool has_repetition_loop(std::string_view answer) {
  return has_repeated_phrase(answer) || has_repeated_line(answer);
}

std::optional<double> trial_energy_j(const Trial& trial) {
  if (trial.energy_j) return trial.energy_j;
  if (trial.power_w && trial.latency_ms) return *trial.power_w * *trial.latency_ms / 1000;
  return std::nullopt;
}

TrialTable trial_table(const Run& run) {
  ScoredAnswers scored = scored_answers(run);
  NameTable images, tasks;
  TrialTable table;
  table.trials.reserve(run.trials.size());
  for (std::size_t i = 0; i < run.trials.size(); ++i) {
    const Trial& trial = run.trials[i];
    TrialRow& row = table.trials.emplace_back(row_of(trial, run.meta));
    if (!trial.image.empty()) row.image = images.index_of(trial.image);
    row.task = tasks.index_of(trial.task);
    row.accuracy = scored.accuracies[i];
    table.prompts.resize(tasks.size());
    auto& prompts = table.prompts[row.task];
    if (!trial.prompt.empty() && !prompts.contains(trial.prompt)) prompts.emplace(trial.prompt);
  }
  table.images = images.names();
  table.tasks = tasks.names();
  table.image_count = static_cast<std::uint32_t>(images.size());
  for (std::size_t i = 0; i < run.trials.size(); ++i) {
    if (run.trials[i].image.empty()) table.trials[i].image = table.image_count++;
  }
  table.power_scope = power_scope(run);
  add_shares(table, run);
  table.load_time_s = run.meta.load_time_s;
  if (!run.trials.empty() && run.trials.front().load_time_s) {
    table.load_time_s = run.trials.front().load_time_s;
  }
  table.accuracy = std::move(scored.accuracy);
  return table;
}

std::vector<TaskSamples> samples_by_task(const TrialTable& table) {
  std::vector<TaskSamples> tasks;
  for (const std::string& task : table.tasks) tasks.push_back({.task = task});
  for (const TrialRow& trial : table.trials) {
    TaskSamples& samples = tasks[trial.task];
    if (trial.latency_ms) samples.latencies_ms.push_back(*trial.latency_ms);
    if (trial.answer_length) samples.answer_lengths.push_back(*trial.answer_length);
    if (!trial.latency_ms || !trial.answer_length) continue;
    samples.answer_times.push_back({*trial.answer_length, *trial.latency_ms});
  }
  for (TaskSamples& task : tasks) {
    task.answer_times = evenly_spaced(task.answer_times, kAnswerTimeLimit);
  }
  return tasks;
}

}  // namespace sightmark
