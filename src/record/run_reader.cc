#include "record/run_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <tuple>
#include <unordered_set>

#include "base/file.h"
#include "base/line_reader.h"
#include "base/text.h"
#include "record/name_table.h"
#include "record/record_parser.h"

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
  const auto json = read_file(path, kDocumentByteLimit);
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
  const auto json = read_file(path, kDocumentByteLimit);
  const auto summary = json ? parser.parse_run_summary(*json) : tl::unexpected(json.error());
  if (!summary) {
    tell(problems,
         fmt::format("{}: {}; the run counts as cut off", shown(path), summary.error().message));
    return std::nullopt;
  }
  tell_fields(problems, shown(path), summary->field_problems);
  return summary->value;
}

// Knows the trials that were read already, by image, task and repeat.
class SeenTrials {
 public:
  // False where the same trial was there before. One that names no image is always new.
  bool insert(const Trial& trial) {
    if (trial.image.empty()) return true;
    return seen_
        .emplace(images_.index_of(trial.image), tasks_.index_of(trial.task), trial.repeat_index)
        .second;
  }

 private:
  using Key = std::tuple<std::uint32_t, std::uint32_t, std::int64_t>;  // image, task, repeat
  struct Hash {
    std::size_t operator()(const Key& key) const {
      const auto [image, task, repeat] = key;
      return std::hash<std::int64_t>{}((std::int64_t{image} << 40) ^ (std::int64_t{task} << 24) ^
                                       repeat);
    }
  };

  NameTable images_, tasks_;
  std::unordered_set<Key, Hash> seen_;
};

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
  while (const auto line = lines->next()) {
    const auto place = [&] { return fmt::format("{}:{}", shown(path), line->number); };
    if (!line->is_too_long && is_blank(line->text)) continue;
    auto trial = line->is_too_long ? fail("longer than 16 MB") : parser.parse_trial(line->text);
    if (!trial) {
      ++problems.damaged_line_count;
      const std::string_view end = line->has_end ? "" : " (the file ends within this line)";
      tell(problems,
           fmt::format("{}: damaged record skipped: {}{}", place(), trial.error().message, end));
    } else if (!seen.insert(trial->value)) {
      ++problems.duplicate_count;
      tell(problems, fmt::format("{}: a second record for image {}, task {}; the first stays",
                                 place(), plain_text(shortened(trial->value.image, 80)),
                                 plain_text(shortened(trial->value.task, 80))));
    } else {
      if (!trial->field_problems.empty()) tell_fields(problems, place(), trial->field_problems);
      run.trials.push_back(std::move(trial->value));
    }
  }
  if (lines->error()) {
    return fail(fmt::format("{}: cannot read: {}", shown(path), std::strerror(lines->error())));
  }
  return {};
}

}  // namespace

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
  return run;
}

}  // namespace sightmark
