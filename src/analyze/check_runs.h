#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "analyze/progress.h"
#include "base/expected.h"
#include "compare/gate.h"
#include "metric/run_metrics.h"

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

struct CompareOptions {
  std::filesystem::path a, b;  // run directories, or folders that hold one
  std::vector<Gate> gates;
  bool is_forced = false;  // also metrics that obstacles block
  bool is_json = false;
};

struct CompareOutcome {
  std::string report;                 // for the terminal, or JSON
  std::vector<std::string> warnings;  // about lines and fields of the runs
  std::size_t compared_count = 0;     // metrics
  std::vector<GateResult> gates;
};

// Reads two runs, pairs their trials, compares, judges. Fails where a run cannot be read.
Expected<CompareOutcome> compare(const CompareOptions& options);

}  // namespace sightmark
