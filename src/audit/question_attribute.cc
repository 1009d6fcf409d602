// What was asked, and how its tokens are counted.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "audit/attribute.h"
#include "base/text.h"

namespace sightmark {
namespace {

using Kind = MetricKind;
using Values = std::vector<std::optional<std::string>>;
using Prompts = std::map<std::string, std::string>;  // by task; several parted by " / "

constexpr double kPromptCountRatio = 2;     // largest over smallest count of one group
constexpr std::size_t kNamedTaskCount = 2;  // with other prompts, in a sentence
constexpr std::size_t kPromptLimit = 80;    // code points of a prompt in a sentence
constexpr std::size_t kHashLength = 8;      // hexadecimal digits that stand for a set of images

double prompt_tokens_per_request(const RunMetrics& run) {
  return static_cast<double>(run.totals.prompt_tokens) /
         static_cast<double>(std::max<std::size_t>(run.success_count, 1));
}

// A group holds counts up to twice its smallest one.
Values prompt_counts(const RunPointers& runs) {
  std::vector<double> counts;
  for (const RunMetrics* run : runs) counts.push_back(prompt_tokens_per_request(*run));
  std::vector<double> sorted = counts;
  std::sort(sorted.begin(), sorted.end());
  std::map<double, std::string> words_by_count;
  for (auto first = sorted.begin(); first != sorted.end();) {
    const auto end = std::upper_bound(first, sorted.end(), kPromptCountRatio * *first);
    const std::string words = *first == 0
                                  ? "no prompt tokens"
                                  : range_in_words({first, end}, 0) + " prompt tokens per request";
    for (; first != end; ++first) words_by_count[*first] = words;
  }
  Values values;
  for (const double count : counts) values.emplace_back(words_by_count[count]);
  return values;
}

// No value if a run records no prompt.
std::optional<Prompts> prompts_of(const RunMetrics& run) {
  Prompts prompts;
  bool is_recorded = false;
  for (const TaskMetrics& task : run.tasks) {
    is_recorded = is_recorded || !task.prompts.empty();
    prompts[task.task] = fmt::format("{}", fmt::join(task.prompts, " / "));
  }
  return is_recorded ? std::optional(std::move(prompts)) : std::nullopt;
}

// How some prompts differ from the usual ones: "caption_brief as “Describe this.”"; of several
// tasks without the words.
std::string prompts_in_words(const Prompts& prompts, const Prompts& usual) {
  std::vector<std::string> parts, reworded;
  for (const auto& [task, prompt] : prompts) {
    const auto other = usual.find(task);
    if (other == usual.end()) parts.push_back("with the extra task " + task);
    if (other != usual.end() && other->second != prompt) reworded.push_back(task);
  }
  for (const std::string& task : reworded) {
    const std::string prompt = shortened(plain_text(prompts.at(task)), kPromptLimit);
    parts.push_back(reworded.size() == 1 ? fmt::format("{} as “{}”", task, prompt)
                                         : task + " reworded");
  }
  for (const auto& [task, prompt] : usual) {
    if (!prompts.contains(task)) parts.push_back("without " + task);
  }
  if (parts.size() > kNamedTaskCount) {
    const std::size_t rest = parts.size() - kNamedTaskCount;
    parts.resize(kNamedTaskCount);
    parts.push_back(counted(rest, "further task"));
  }
  return fmt::format("other prompts ({})", fmt::join(parts, ", "));
}

Values prompts_of_runs(const RunPointers& runs) {
  std::vector<std::optional<Prompts>> all;
  std::map<Prompts, std::size_t> count_by_prompts;
  for (const RunMetrics* run : runs) {
    all.push_back(prompts_of(*run));
    if (all.back()) ++count_by_prompts[*all.back()];
  }
  const auto usual =
      std::max_element(count_by_prompts.begin(), count_by_prompts.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  std::map<Prompts, std::string> words_by_prompts;
  std::map<std::string, int> use_count;  // long prompts may differ beyond what a sentence shows
  for (const auto& [prompts, count] : count_by_prompts) {
    std::string words =
        prompts == usual->first ? "the usual prompts" : prompts_in_words(prompts, usual->first);
    if (const int uses = use_count[words]++) words += fmt::format(" ({})", uses + 1);
    words_by_prompts[prompts] = std::move(words);
  }
  Values values;
  for (const auto& prompts : all) {
    values.push_back(prompts ? std::optional(words_by_prompts[*prompts]) : std::nullopt);
  }
  return values;
}

// By contents where every run records a hash of them, else by name.
Values image_sets(const RunPointers& runs) {
  const bool has_contents = std::none_of(runs.begin(), runs.end(), [](const RunMetrics* run) {
    return run->meta.image_set_sha256.empty();
  });
  Values values;
  for (const RunMetrics* run : runs) {
    const Conditions& conditions = run->conditions;
    values.emplace_back();
    if (conditions.image_count == 0) continue;
    const std::string& hash =
        has_contents ? run->meta.image_set_sha256 : conditions.image_names_sha256;
    values.back() = fmt::format("{} (set {})", counted(conditions.image_count, "image"),
                                shortened(hash.substr(0, kHashLength), kHashLength));
  }
  return values;
}

// Of the tasks that both runs have.
std::optional<std::string> other_questions(const RunMetrics& a, const RunMetrics& b) {
  std::vector<std::string> tasks;
  for (const TaskMetrics& of_a : a.tasks) {
    for (const TaskMetrics& of_b : b.tasks) {
      const bool is_known = !of_a.prompts.empty() && !of_b.prompts.empty();
      if (of_a.task == of_b.task && is_known && of_a.prompts != of_b.prompts) {
        tasks.push_back(of_a.task);
      }
    }
  }
  if (tasks.empty()) return std::nullopt;
  return fmt::format("the prompts of {}{} {}", counted(tasks.size(), "task"),
                     tasks.size() > 1 ? ", first" : ",", shortened(tasks.front(), kPromptLimit));
}

// Of the images of the same names.
std::optional<std::string> other_pictures(const RunMetrics& a, const RunMetrics& b) {
  const std::string &of_a = a.meta.image_set_sha256, &of_b = b.meta.image_set_sha256;
  if (of_a.empty() || of_b.empty() || of_a == of_b) return std::nullopt;
  if (a.conditions.image_names_sha256 != b.conditions.image_names_sha256) return std::nullopt;
  return "the pictures behind the same image names";
}

std::optional<std::string> cap(const RunMetrics& run) {
  const auto limit = run.conditions.max_new_tokens;
  if (!limit) return std::nullopt;
  return fmt::format("at most {} tokens per answer", *limit);
}

std::optional<std::string> token_counter(const RunMetrics& run) {
  const auto& counters = run.conditions.token_counters;
  if (counters.empty()) return std::nullopt;
  return fmt::format("tokens as counted by {}", fmt::join(counters, " and "));
}

}  // namespace

std::vector<Attribute> question_attributes() {
  return {
      {.rule = "prompt_tokens",
       .subject = "what counts as prompt tokens",
       .severities = severities({Kind::TotalTokens, Kind::TokenEnergy}, {}),
       .values = prompt_counts,
       .effect =
           "Total tokens per second include the prompt: at the same speed, a run that counts image "
           "tokens looks many times as fast as one that counts only the words of the prompt.",
       .advice = "Compare generated tokens per second, latency or characters per second."},
      {.rule = "token_counter",
       .subject = "who counts the answer's tokens",
       .severities =
           severities({}, {Kind::TotalTokens, Kind::Generation, Kind::Energy, Kind::TokenEnergy}),
       .values = each(token_counter),
       .effect =
           "An engine that sends several tokens in one piece of text seems to generate fewer.",
       .advice = "Compare characters per second, or let the engine report its counts."},
      {.rule = "prompts",
       .subject = "the prompts",
       .severities = severities(answer_kinds({Kind::Accuracy}),
                                {Kind::TotalTokens, Kind::Generation, Kind::TokenEnergy}),
       .values = prompts_of_runs,
       .effect = "Another prompt gets another answer: its length, latency and energy say nothing "
                 "about the model.",
       .advice = "Give all models the same prompts, or compare within the runs that do.",
       .of_pair = other_questions},
      {.rule = "image_set",
       .subject = "the images",
       .severities =
           severities(speed_and_energy_kinds({Kind::Length, Kind::Accuracy}), {Kind::Reliability}),
       .values = image_sets,
       .effect = "Larger or busier images take longer and get other answers.",
       .advice = "Use the same images, or compare within the runs that do.",
       .of_pair = other_pictures},
      {.rule = "generation_cap",
       .subject = "the limit on answer tokens",
       .severities = severities(answer_kinds({Kind::Accuracy}),
                                {Kind::TotalTokens, Kind::Generation, Kind::TokenEnergy}),
       .values = each(cap),
       .effect = "A lower limit makes answers shorter, faster and cheaper without a better model.",
       .advice = "Give all runs one limit that hardly any answer reaches."},
  };
}

}  // namespace sightmark
