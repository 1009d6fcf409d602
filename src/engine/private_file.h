#pragma once

#include <filesystem>
#include <string_view>

#include "base/expected.h"

namespace sightmark {

// A file that only this user can read, in a folder of its own for temporary files; removed, with
// the folder, at the end of its life.
class PrivateFile {
 public:
  static Expected<PrivateFile> create(std::string_view bytes);

  PrivateFile(PrivateFile&&) noexcept;
  PrivateFile& operator=(PrivateFile&&) = delete;
  ~PrivateFile();

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit PrivateFile(std::filesystem::path path) : path_(std::move(path)) {}

  std::filesystem::path path_;  // empty: moved from
};

}  // namespace sightmark
