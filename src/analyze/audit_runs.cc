#include "analyze/audit_runs.h"

#include <fmt/format.h>

#include "analyze/run_loading.h"
#include "report/audit_report.h"

namespace sightmark {

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

}  // namespace sightmark
