#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/descriptor.h"

// Small files that the kernel answers from, in /sys and /proc.
namespace sightmark {

// A whole number in a file that is read again and again, so it stays open.
class ValueFile {
 public:
  static std::optional<ValueFile> open(const std::filesystem::path& path);

  // The number at the file's start now; nothing where there is none or the device is gone.
  std::optional<std::int64_t> read() const;

 private:
  explicit ValueFile(Descriptor file) : file_(std::move(file)) {}

  Descriptor file_;
};

// The file's text, at most 1 MiB of it, without white space and zero bytes at its end; nothing
// where it cannot be read.
std::optional<std::string> read_text(const std::filesystem::path& path);

// The whole number that `text` starts with, after spaces.
std::optional<std::int64_t> leading_integer(std::string_view text);

std::optional<std::int64_t> read_integer(const std::filesystem::path& path);

// What in the folder has a name that starts so, in natural order (hwmon2 before hwmon10).
std::vector<std::filesystem::path> entries(const std::filesystem::path& folder,
                                           std::string_view name_start);

// Whether the file is there, but not for us to read.
bool is_closed(const std::filesystem::path& path);

}  // namespace sightmark
