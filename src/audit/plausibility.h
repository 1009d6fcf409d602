#pragma once

#include <map>
#include <optional>
#include <string>

#include "metric/run_metrics.h"

namespace sightmark {

// The memory bandwidth of the run's device in GB/s (of 10^9 bytes): as given by device, else of a
// device of the table whose name is part of the run's device or GPU name. The makers' data;
// nothing for others.
std::optional<double> bandwidth_gb_s(const RunMetrics& run,
                                     const std::map<std::string, double>& given);

// The size of the weights of a run's language model.
struct Weights {
  double bytes;
  std::string source;  // "by the size of its file"
};

// From the model's file, else the number of parameters, else the number in the model's name
// ("2.2B"; of "30B-A3B" the active ones), times the bytes of the precision. No value if none is
// known.
std::optional<Weights> weights(const RunMetrics& run);

}  // namespace sightmark
