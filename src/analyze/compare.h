#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/expected.h"
#include "compare/gate.h"

namespace sightmark {

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
