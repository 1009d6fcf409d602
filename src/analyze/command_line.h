#pragma once

#include <string>
#include <vector>

#include "analyze/analyze.h"

namespace sightmark {

// The commands that write this study again, for a shell.
std::vector<std::string> command_lines(const AnalyzeOptions& options);

}  // namespace sightmark
