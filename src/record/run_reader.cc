#include "record/run_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "base/file.h"
#include "base/line_reader.h"
#include "base/text.h"
#include "record/name_table.h"
#include "record/truth.h"

namespace sightmark {
namespace {

constexpr std::size_t kDocumentByteLimit = 16 << 20;
constexpr std::size_t kLineByteLimit = 16 << 20;
constexpr std::size_t kListedProblemCount = 5;

std::string shown(const std::filesystem::path& path) { return plain_text(path.string()); }

void add(ReadingProblems& problems, std::string message) {
  if (problems.messages.size() < kListedProblemCount) {
    problems.messages.push_back(std::move(message));
  } else {
    ++problems.unlisted_count;
  }
}

void add_fields(ReadingProblems& problems, std::string_view place,
                const std::vector<std::string>& field_problems) {
  problems.wrong_field_count += field_problems.size();
  for (const std::string& problem : field_problems) {
    add(problems, fmt::format("{}: {}; it counts as absent", place, problem));
  }
}

Expected<RunMeta> read_run_meta(const std::filesystem::path& path, ReadingProblems& problems) {
  const auto json = read_file(path, kDocumentByteLimit, Link::Refuse);
  if (!json) return tl::unexpected(json.error());
  std::vector<std::string> field_problems;
  auto meta = parse_run_meta(*json, field_problems);
  if (!meta) return fail(fmt::format("{}: {}", shown(path), meta.error().message));
  add_fields(problems, shown(path), field_problems);
  return meta;
}

std::optional<RunSummary> read_run_summary(const std::filesystem::path& path,
                                           ReadingProblems& problems) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  std::vector<std::string> field_problems;
  const auto json = read_file(path, kDocumentByteLimit, Link::Refuse);
  auto summary = json ? parse_run_summary(*json, field_problems) : tl::unexpected(json.error());
  if (!summary) {
    add(problems,
        fmt::format("{}: {}; the run counts as cut off", shown(path), summary.error().message));
    return std::nullopt;
  }
  add_fields(problems, shown(path), field_problems);
  return std::move(*summary);
}

// Knows the trials that were read already.
class SeenTrials {
 public:
  // False where the same image, task and repeat were there before. A trial that names no image is
  // always new.
  bool insert(const Trial& trial) {
    if (trial.image.empty()) return true;
    return trials_
        .emplace(images_.index_of(trial.image), tasks_.index_of(trial.task), trial.repeat_index)
        .second;
  }

 private:
  NameTable images_, tasks_;
  std::set<std::tuple<std::uint32_t, std::uint32_t, std::int64_t>> trials_;
};

// How many trials to make room for; the summary may claim anything.
std::size_t likely_trial_count(const RunSummary& summary) {
  constexpr std::int64_t kMost = 1 << 14;
  return static_cast<std::size_t>(std::min(summary.trial_count.value_or(0), kMost));
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == line.npos; }

Expected<void> parse(const LineReader::Line& line, TrialParser& parser, Trial& trial,
                     std::vector<std::string>& field_problems) {
  if (line.is_too_long) return fail("longer than 16 MB");
  return parser.parse(line.text, trial, field_problems);
}

void add_trial(const LineReader::Line& line, const std::string& path, TrialParser& parser,
               SeenTrials& seen, Run& run) {
  const auto place = [&] { return fmt::format("{}:{}", path, line.number); };
  std::vector<std::string> field_problems;
  Trial& trial = run.trials.emplace_back();
  if (auto read = parse(line, parser, trial, field_problems); !read) {
    ++run.problems.damaged_line_count;
    const std::string_view end = line.has_end ? "" : " (the file ends within this line)";
    add(run.problems,
        fmt::format("{}: damaged record skipped: {}{}", place(), read.error().message, end));
    run.trials.pop_back();
  } else if (!seen.insert(trial)) {
    ++run.problems.duplicate_count;
    add(run.problems,
        fmt::format("{}: a second record for image {}, task {}; the first stays", place(),
                    plain_text(shortened(trial.image, 80)), plain_text(shortened(trial.task, 80))));
    run.trials.pop_back();
  } else if (!field_problems.empty()) {
    add_fields(run.problems, place(), field_problems);
  }
}

// Calls `take` for each line of the file that is not blank. Fails where it cannot be read.
template <typename Take>
Expected<void> each_line(const std::filesystem::path& path, Take take) {
  auto lines = LineReader::open(path, kLineByteLimit);
  if (!lines) return tl::unexpected(lines.error());
  while (const auto line = lines->next()) {
    if (line->is_too_long || !is_blank(line->text)) take(*line);
  }
  if (!lines->error()) return {};
  return fail(fmt::format("{}: cannot read: {}", shown(path), std::strerror(lines->error())));
}

Expected<void> read_trials(const std::filesystem::path& path, Run& run) {
  if (run.summary) run.trials.reserve(likely_trial_count(*run.summary));
  TrialParser parser;
  SeenTrials seen;
  const std::string place = shown(path);
  return each_line(path, [&](const auto& line) { add_trial(line, place, parser, seen, run); });
}

// What is known of the images; without the file, nothing. A line that cannot be used is a problem.
std::vector<ImageTruth> read_truths(const std::filesystem::path& path, ReadingProblems& problems) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return {};
  std::map<std::string, ImageTruth> truth_by_image;
  const auto read = each_line(path, [&](const LineReader::Line& line) {
    const auto add_problem = [&](std::string_view what) {
      add(problems, fmt::format("{}:{}: {}; the image's answers are not scored", shown(path),
                                line.number, what));
    };
    if (line.is_too_long) return add_problem("longer than 16 MB");
    auto truth = parse_truth(line.text);
    if (!truth) {
      add_problem(truth.error().message);
    } else if (*truth) {
      truth_by_image.try_emplace((*truth)->image, std::move(**truth));
    }
  });
  if (!read) add(problems, read.error().message);
  std::vector<ImageTruth> truths;
  for (auto& [image, truth] : truth_by_image) truths.push_back(std::move(truth));
  return truths;
}

// Whether the record is of a trial that sightmark has asked.
bool is_asked(const Trial& trial) {
  return trial.order && trial.image_index && !trial.image.empty() && trial.sent_s && trial.end_s;
}

}  // namespace

Expected<RunMeta> read_run_meta(const RunFolder& folder) {
  ReadingProblems ignored;
  return read_run_meta(folder.path / "run_meta.json", ignored);
}

Expected<Run> read_run(const RunFolder& folder) {
  Run run;
  run.folder = folder;
  auto meta = read_run_meta(folder.path / "run_meta.json", run.problems);
  if (!meta) return tl::unexpected(meta.error());
  run.meta = std::move(*meta);
  run.summary = read_run_summary(folder.path / "summary.json", run.problems);
  if (auto read = read_trials(folder.path / "runs.jsonl", run); !read) {
    return tl::unexpected(read.error());
  }
  run.truths = read_truths(folder.path / "truth.jsonl", run.problems);
  return run;
}

Expected<std::vector<Trial>> read_asked_trials(const std::filesystem::path& path) {
  TrialParser parser;
  std::vector<Trial> trials;
  std::set<std::int64_t> seen;
  const auto read = each_line(path, [&](const LineReader::Line& line) {
    std::vector<std::string> ignored;
    Trial trial;
    if (!line.has_end || !parse(line, parser, trial, ignored)) return;
    if (!is_asked(trial) || !seen.insert(*trial.order).second) return;
    trials.push_back(without_texts(std::move(trial)));
  });
  return read.map([&] { return std::move(trials); });
}

}  // namespace sightmark
