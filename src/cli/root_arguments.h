#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/expected.h"
#include "metric/cost.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's
class App;
}

namespace sightmark {

// The arguments of every command that reads run directories: the folders that hold them, and what
// is known of their devices.
struct RootArguments {
  std::vector<std::filesystem::path> roots;
  std::map<std::string, std::string> device_names;    // by root
  std::map<std::string, double> bandwidth_by_device;  // of memory, GB/s
  std::optional<Price> price;                         // of electricity
  std::size_t job_count = 1;

  // Adds ROOT..., --device-name and --jobs to the command; this must outlive its parsing.
  void add_to(CLI::App& command);
  void add_bandwidth_to(CLI::App& command);
  void add_price_to(CLI::App& command);

  // Fills the members above once the line is parsed. Fails if the arguments do not fit together.
  Expected<void> check();

 private:
  Expected<void> check_device_names();
  Expected<void> check_bandwidths();

  std::vector<std::string> given_roots_, given_names_, given_bandwidths_;
  std::string given_price_;
};

}  // namespace sightmark
