#include "analyze/check_runs.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyze/run_loading.h"
#include "base/parallel.h"
#include "base/text.h"
#include "metric/run_metrics.h"
#include "record/run_folder.h"
#include "record/run_reader.h"
#include "report/audit_report.h"
#include "report/comparison_report.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

// A run directory lies in root / model / run; without these, its name stands for the root's.
std::string root_name(const fs::path& run) {
  std::error_code ignored;
  fs::path whole = fs::absolute(run, ignored).lexically_normal();
  if (!whole.has_filename()) whole = whole.parent_path();
  const fs::path root = whole.parent_path().parent_path();
  if (root.has_filename()) return root.filename().string();
  return whole.has_filename() ? whole.filename().string() : "root";
}

Expected<RunFolder> folder_of(const fs::path& path) {
  const auto found = find_runs({path});
  if (!found) return tl::unexpected(found.error());
  if (found->folders.size() != 1) {
    return fail(
        fmt::format("{}: it holds {}; give one run directory, which holds a "
                    "run_meta.json",
                    plain_text(path.string()), counted(found->folders.size(), "run")));
  }
  const fs::path& run = found->folders.front().path;
  return RunFolder{run, root_name(run), run.string()};
}

struct MeasuredRun {
  RunMetrics metrics;
  TrialTable trials;
  std::vector<std::string> problems;
};

Expected<MeasuredRun> measured(const fs::path& path) {
  const auto folder = folder_of(path);
  if (!folder) return tl::unexpected(folder.error());
  Expected<Run> run = read_run(*folder);
  if (!run) return tl::unexpected(run.error());
  TrialTable table = trial_table(*run);
  RunMetrics metrics = measure(*run, table, {});
  return MeasuredRun{std::move(metrics), std::move(table), std::move(run->problems.messages)};
}

}  // namespace

Expected<AuditOutcome> audit_runs(const AuditOptions& options, const Progress& progress) {
  auto loaded = load_runs({.roots = options.roots,
                           .device_names = options.device_names,
                           .keeps_samples = false,
                           .job_count = options.job_count},
                          progress);
  if (!loaded) return tl::unexpected(loaded.error());
  const Study study = make_study(std::move(loaded->metrics), options.bandwidth_by_device);
  const Audit found = audit(study.runs, study.bandwidth_by_device);
  AuditOutcome outcome{.text = audit_text(found),
                       .json = audit_json(found, study),
                       .blocking_count = found.count(Severity::Blocks),
                       .warnings = std::move(loaded->warnings)};
  for (const LeftOut& run : loaded->unreadable) {
    outcome.warnings.push_back(fmt::format("{}: {}", run.run_dir, run.reason));
  }
  return outcome;
}

Expected<CompareOutcome> compare(const CompareOptions& options) {
  Expected<MeasuredRun> runs[] = {fail(""), fail("")};
  parallel_for(2, 2, [&](std::size_t i) { runs[i] = measured(i == 0 ? options.a : options.b); });
  CompareOutcome outcome;
  for (const auto& run : runs) {
    if (!run) return tl::unexpected(run.error());
    outcome.warnings.insert(outcome.warnings.end(), run->problems.begin(), run->problems.end());
  }
  const ComparedRun a{runs[0]->metrics, runs[0]->trials}, b{runs[1]->metrics, runs[1]->trials};
  ComparisonReport report{
      a.metrics, b.metrics, comparison(a, b, options.is_forced), {}, options.is_forced};
  for (const Gate& gate : options.gates) report.gates.push_back(judged(gate, report.comparison));
  outcome.compared_count = static_cast<std::size_t>(
      std::count_if(report.comparison.rows.begin(), report.comparison.rows.end(),
                    [](const ComparisonRow& row) { return row.change.has_value(); }));
  outcome.report = options.is_json ? to_json(report) : to_text(report);
  outcome.gates = std::move(report.gates);
  return outcome;
}

}  // namespace sightmark
