#pragma once

#include <csignal>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// The real program as a child process.
namespace sightmark {

struct ProgramOptions {
  std::string program = SIGHTMARK_BINARY;
  std::filesystem::path folder;                                  // to run in; else that of the test
  std::vector<std::pair<std::string, std::string>> environment;  // added to the test's environment
  std::optional<std::size_t> file_byte_limit;  // a write beyond it fails, as on a full disk
  bool is_output_full = false;                 // stdout and stderr take nothing
  std::optional<int> killed_after_ms;          // by SIGKILL
  std::function<bool()> signalled_when;        // asked again and again; then `signal` is sent
  int signal = SIGINT;
};

struct ProgramResult {
  int exit_code = 0;  // minus the signal's number where one ended it
  std::string out, err;
};

// Runs `sightmark`, or the other program, with these arguments to its end.
ProgramResult run_sightmark(const std::vector<std::string>& arguments,
                            const ProgramOptions& options = {});

// The bytes of each file below a folder, by its path below it.
std::map<std::string, std::string> files_below(const std::filesystem::path& folder);

}  // namespace sightmark
