#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/expected.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's
class App;
}

namespace sightmark {

// What every command that reads run directories is given: the folders that hold them, and what to
// call and to know of their devices.
struct RootArguments {
  std::vector<std::filesystem::path> roots;
  std::map<std::string, std::string> device_names;    // by root
  std::map<std::string, double> bandwidth_by_device;  // of memory, GB/s
  std::size_t job_count = 1;

  // Adds ROOT..., --device-name and --jobs to the command, which must outlive this ...
  void add_to(CLI::App& command);
  // ... and --bandwidth to one that audits.
  void add_bandwidth_to(CLI::App& command);

  // Fills in the rest from what was given; an error message where the arguments do not fit
  // together.
  Expected<void> settle();

 private:
  std::vector<std::string> given_roots_, given_names_, given_bandwidths_;
};

}  // namespace sightmark
