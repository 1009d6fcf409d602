#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

#include "base/file.h"
#include "fuzz/require.h"

namespace sightmark {

// A run directory of this process, in memory where the system has that.
inline std::filesystem::path make_run_folder() {
  std::error_code ignored;
  const bool has_memory = std::filesystem::is_directory("/dev/shm", ignored);
  const auto parent = has_memory ? "/dev/shm" : std::filesystem::temp_directory_path();
  auto folder = parent / ("sightmark-fuzz-" + std::to_string(::getpid()));
  require(make_folder(folder) && write_file(folder / "run_meta.json", "{}"));
  return folder;
}

struct RunFolderOfProcess {
  std::filesystem::path path = make_run_folder();
  ~RunFolderOfProcess() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};

}  // namespace sightmark
