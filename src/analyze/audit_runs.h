#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "analyze/progress.h"
#include "base/expected.h"
#include "metric/label.h"

namespace sightmark {

struct AuditOptions {
  std::vector<std::filesystem::path> roots;
  DeviceNameByRoot device_names;
  std::map<std::string, double> bandwidth_by_device;  // of memory, GB/s
  std::size_t job_count = 1;
};

struct AuditOutcome {
  std::string text, json;             // what was found, for a terminal and as data
  std::size_t blocking_count = 0;     // findings that block a comparison
  std::vector<std::string> warnings;  // about folders, lines and fields, and runs that are left out
};

// Reads runs, measures each and checks them against the rules of docs/audit.md. Writes no file.
// Fails where a root, or every run, cannot be read.
Expected<AuditOutcome> audit_runs(const AuditOptions& options, const Progress& progress);

}  // namespace sightmark
