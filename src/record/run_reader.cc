#include "record/run_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "base/file.h"
#include "base/line_reader.h"
#include "base/text.h"
#include "record/record_parser.h"
#include "record/truth.h"

namespace sightmark {
namespace {

constexpr std::size_t kDocumentByteLimit = 16 << 20;
constexpr std::size_t kLineByteLimit = 16 << 20;
constexpr std::size_t kToldProblemCount = 5;

std::string shown(const std::filesystem::path& path) { return plain_text(path.string()); }

void tell(ReadingProblems& problems, std::string message) {
  if (problems.messages.size() < kToldProblemCount) {
    problems.messages.push_back(std::move(message));
  } else {
    ++problems.untold_count;
  }
}

void tell_fields(ReadingProblems& problems, std::string_view place,
                 const std::vector<std::string>& field_problems) {
  problems.wrong_field_count += field_problems.size();
  for (const std::string& problem : field_problems) {
    tell(problems, fmt::format("{}: {}; it counts as absent", place, problem));
  }
}

Expected<RunMeta> read_run_meta(const std::filesystem::path& path, RecordParser& parser,
                                ReadingProblems& problems) {
  const auto json = read_file(path, kDocumentByteLimit, Link::Refuse);
  if (!json) return tl::unexpected(json.error());
  auto meta = parser.parse_run_meta(*json);
  if (!meta) return fail(fmt::format("{}: {}", shown(path), meta.error().message));
  tell_fields(problems, shown(path), meta->field_problems);
  return std::move(meta->value);
}

std::optional<RunSummary> read_run_summary(const std::filesystem::path& path, RecordParser& parser,
                                           ReadingProblems& problems) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  const auto json = read_file(path, kDocumentByteLimit, Link::Refuse);
  const auto summary = json ? parser.parse_run_summary(*json) : tl::unexpected(json.error());
  if (!summary) {
    tell(problems,
         fmt::format("{}: {}; the run counts as cut off", shown(path), summary.error().message));
    return std::nullopt;
  }
  tell_fields(problems, shown(path), summary->field_problems);
  return summary->value;
}

// Knows the trials that were read already.
class SeenTrials {
 public:
  // False where the same image, task and repeat were there before.
  bool insert(std::uint32_t image, std::uint32_t task, std::int64_t repeat) {
    const Key key{image, task, repeat};
    if (ascending_.empty() || ascending_.back() < key) {
      ascending_.push_back(key);
      return true;
    }
    return !std::binary_search(ascending_.begin(), ascending_.end(), key) &&
           others_.insert(key).second;
  }

 private:
  using Key = std::tuple<std::uint32_t, std::uint32_t, std::int64_t>;
  std::vector<Key> ascending_;  // as most come
  std::set<Key> others_;
};

// Takes the texts of a trial into the run; false where the run has the trial already. One that
// names no image is always new.
bool keep(Trial& trial, SeenTrials& seen, Run& run) {
  const auto kept_word = [&](std::string_view word) {
    return word.empty() ? word : run.words.name(run.words.index_of(word));
  };
  const std::uint32_t task = run.tasks.index_of(trial.task);
  if (!trial.image.empty()) {
    const std::uint32_t image = run.images.index_of(trial.image);
    if (!seen.insert(image, task, trial.repeat_index)) return false;
    trial.image = run.images.name(image);
  }
  trial.task = run.tasks.name(task);
  trial.prompt = run.prompts.name(run.prompts.index_of(trial.prompt));
  trial.error = run.answers.keep(trial.error);
  trial.finish_reason = kept_word(trial.finish_reason);
  trial.token_counter = kept_word(trial.token_counter);
  trial.error_kind = kept_word(trial.error_kind);
  if (trial.output_text) trial.output_text = run.answers.keep(*trial.output_text);
  return true;
}

// How many trials to make room for; the summary may claim anything.
std::size_t likely_trial_count(const RunSummary& summary) {
  constexpr std::int64_t kMost = 1 << 14;
  return static_cast<std::size_t>(std::min(summary.trial_count.value_or(0), kMost));
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == line.npos; }

Expected<void> read_trials(const std::filesystem::path& path, RecordParser& parser, Run& run) {
  auto lines = LineReader::open(path, kLineByteLimit);
  if (!lines) return tl::unexpected(lines.error());

  ReadingProblems& problems = run.problems;
  if (run.summary) run.trials.reserve(likely_trial_count(*run.summary));
  SeenTrials seen;
  std::vector<std::string> field_problems;
  while (const auto line = lines->next()) {
    const auto place = [&] { return fmt::format("{}:{}", shown(path), line->number); };
    if (!line->is_too_long && is_blank(line->text)) continue;
    field_problems.clear();
    Trial& trial = run.trials.emplace_back();  // where it may stay
    const auto parsed = line->is_too_long ? fail("longer than 16 MB")
                                          : parser.parse_trial(line->text, trial, field_problems);
    if (!parsed) {
      ++problems.damaged_line_count;
      const std::string_view end = line->has_end ? "" : " (the file ends within this line)";
      tell(problems,
           fmt::format("{}: damaged record skipped: {}{}", place(), parsed.error().message, end));
      run.trials.pop_back();
    } else if (!keep(trial, seen, run)) {
      ++problems.duplicate_count;
      tell(problems, fmt::format("{}: a second record for image {}, task {}; the first stays",
                                 place(), plain_text(shortened(trial.image, 80)),
                                 plain_text(shortened(trial.task, 80))));
      run.trials.pop_back();
    } else if (!field_problems.empty()) {
      tell_fields(problems, place(), field_problems);
    }
  }
  if (lines->error()) {
    return fail(fmt::format("{}: cannot read: {}", shown(path), std::strerror(lines->error())));
  }
  return {};
}

// What is known of the images; without the file, nothing. A line that cannot be used is told.
std::vector<ImageTruth> read_truths(const std::filesystem::path& path, ReadingProblems& problems) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return {};
  std::map<std::string, ImageTruth> truth_by_image;
  auto lines = LineReader::open(path, kLineByteLimit);
  if (!lines) tell(problems, lines.error().message);
  while (const auto line = lines ? lines->next() : std::nullopt) {
    if (!line->is_too_long && is_blank(line->text)) continue;
    auto truth = line->is_too_long ? fail("longer than 16 MB") : parse_truth(line->text);
    if (!truth) {
      tell(problems, fmt::format("{}:{}: {}; the image's answers are not scored", shown(path),
                                 line->number, truth.error().message));
    } else if (*truth) {
      truth_by_image.try_emplace((*truth)->image, std::move(**truth));
    }
  }
  if (lines && lines->error()) {
    tell(problems, fmt::format("{}: cannot read: {}", shown(path), std::strerror(lines->error())));
  }
  std::vector<ImageTruth> truths;
  for (auto& [image, truth] : truth_by_image) truths.push_back(std::move(truth));
  return truths;
}

}  // namespace

Expected<RunMeta> read_run_meta(const RunFolder& folder) {
  RecordParser parser;
  ReadingProblems untold;
  return read_run_meta(folder.path / "run_meta.json", parser, untold);
}

Expected<Run> read_run(const RunFolder& folder) {
  RecordParser parser;
  Run run;
  run.folder = folder;
  auto meta = read_run_meta(folder.path / "run_meta.json", parser, run.problems);
  if (!meta) return tl::unexpected(meta.error());
  run.meta = std::move(*meta);
  run.summary = read_run_summary(folder.path / "summary.json", parser, run.problems);
  if (auto read = read_trials(folder.path / "runs.jsonl", parser, run); !read) {
    return tl::unexpected(read.error());
  }
  run.truths = read_truths(folder.path / "truth.jsonl", run.problems);
  return run;
}

}  // namespace sightmark
