#include "run/run_directory.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "record/run_folder.h"
#include "record/run_reader.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kDocumentByteLimit = 16 << 20;
constexpr std::size_t kShownLength = 60;  // code points of a setting

std::string shown(const fs::path& path) { return plain_text(path.string()); }

Expected<fs::path> resumed_folder(const RunOptions& options, const RunMeta& run) {
  if (!options.resume->empty()) return *options.resume;
  const auto unfinished = unfinished_runs(options.out, run.device_name, run.model_key);
  if (!unfinished.empty()) return unfinished.back();
  return fail(fmt::format("{}: no unfinished run of {} on {} to resume; start one without --resume",
                          shown(options.out), plain_text(run.model_key),
                          plain_text(run.device_name)));
}

Expected<RunDirectory> open_logs(const fs::path& folder, const RunOptions& options) {
  auto trials = TrialLog::open(folder / "runs.jsonl", options.durability);
  if (!trials) return tl::unexpected(trials.error());
  auto warmup = TrialLog::open(folder / "warmup.jsonl", Durability::Batch);
  if (!warmup) return tl::unexpected(warmup.error());
  return RunDirectory{
      folder, std::move(*trials), std::move(*warmup), options.resume.has_value(), {}, {}};
}

// Whether each record matches the plan's trial with the same index.
bool is_of_plan(const std::vector<Trial>& done, const Questions& questions) {
  return std::all_of(done.begin(), done.end(), [&](const Trial& trial) {
    if (*trial.order >= std::ssize(questions.plan)) return false;
    const PlannedTrial& planned = questions.plan[static_cast<std::size_t>(*trial.order)];
    return trial.image_index == static_cast<std::int64_t>(planned.image_index) &&
           trial.task == questions.suite.tasks[planned.task_index].name &&
           trial.repeat_index == planned.repeat_index;
  });
}

// The run_meta.json of an unfinished run with these settings.
Expected<RunMeta> resumable_meta(const fs::path& folder, const RunMeta& run) {
  const auto json = read_file(folder / "run_meta.json", kDocumentByteLimit, Link::Refuse);
  if (!json) return tl::unexpected(json.error());
  std::vector<std::string> ignored;
  auto run_meta = parse_run_meta(*json, ignored);
  if (!run_meta) {
    return fail(fmt::format(
        "{}: empty or damaged ({}), so the run's settings are not known and it cannot be "
        "resumed.\nIts records in runs.jsonl stay as they are. Restore run_meta.json from a copy "
        "and resume, or start a new run without --resume.",
        shown(folder / "run_meta.json"), run_meta.error().message));
  }
  if (has_summary(folder)) {
    return fail(fmt::format("{}: this run is complete; there is nothing to resume", shown(folder)));
  }
  const auto same = check_same_settings(folder, *run_meta, run);
  return same ? std::move(run_meta) : tl::unexpected(same.error());
}

// Opening a log makes a missing one, and a resume that is refused must not.
Expected<void> check_logs_exist(const fs::path& folder) {
  for (const char* name : {"runs.jsonl", "warmup.jsonl"}) {
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(folder / name, ignored))) continue;
    return fail(fmt::format(
        "{}: is missing, so the run cannot be resumed; restore it from a copy, or start a new run "
        "without --resume",
        shown(folder / name)));
  }
  return {};
}

Expected<RunDirectory> reopened(const fs::path& folder, const RunOptions& options,
                                const RunMeta& run, const Questions& questions) {
  if (auto run_meta = resumable_meta(folder, run); !run_meta) {
    return tl::unexpected(run_meta.error());
  }
  if (auto complete = check_logs_exist(folder); !complete) return tl::unexpected(complete.error());
  auto directory = open_logs(folder, options);
  if (!directory) return directory;
  auto run_meta = resumable_meta(folder, run);  // again, now that no other process holds the lock
  if (!run_meta) return tl::unexpected(run_meta.error());
  directory->run_meta = std::move(*run_meta);

  auto done = read_asked_trials(folder / "runs.jsonl");
  if (!done) return tl::unexpected(done.error());
  if (!is_of_plan(*done, questions)) {
    return fail(fmt::format("{}: holds trials that are not of this plan; start a new run",
                            shown(folder / "runs.jsonl")));
  }
  directory->done = std::move(*done);
  return directory;
}

}  // namespace

std::vector<std::size_t> RunDirectory::remaining_orders(std::size_t trial_count) const {
  std::vector<bool> is_done(trial_count);
  for (const Trial& trial : done) is_done[static_cast<std::size_t>(*trial.order)] = true;
  std::vector<std::size_t> orders;
  for (std::size_t order = 0; order < trial_count; ++order) {
    if (!is_done[order]) orders.push_back(order);
  }
  return orders;
}

Expected<RunDirectory> open_run_directory(const RunOptions& options, const RunMeta& run,
                                          const Questions& questions) {
  if (options.resume) {
    const auto folder = resumed_folder(options, run);
    if (!folder) return tl::unexpected(folder.error());
    return reopened(*folder, options, run, questions);
  }
  const auto folder = make_run_folder(options.out, run.device_name, run.model_key, run.run_group);
  if (!folder) return tl::unexpected(folder.error());
  auto directory = open_logs(*folder, options);
  const std::string truth = truth_lines(questions.images.images);
  if (!directory || truth.empty()) return directory;
  if (auto written = write_file(*folder / "truth.jsonl", truth); !written) {
    return tl::unexpected(written.error());
  }
  return directory;
}

Expected<void> check_same_settings(const fs::path& folder, const RunMeta& then,
                                   const RunMeta& now) {
  const auto found = differences(then, now);
  if (found.empty()) return {};
  std::string message = fmt::format("{}: cannot be resumed with other settings:", shown(folder));
  for (const Difference& difference : found) {
    message += fmt::format("\n  {}: then {}, now {}", difference.field,
                           plain_text(shortened(difference.then, kShownLength)),
                           plain_text(shortened(difference.now, kShownLength)));
  }
  return fail(message + "\nUse the same settings, or start a new run without --resume.");
}

Expected<void> cut_torn_lines(RunDirectory& directory) {
  if (auto cut = directory.trials.cut_torn_line(); !cut) return cut;
  return directory.warmup.cut_torn_line();
}

}  // namespace sightmark
