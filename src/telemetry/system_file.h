#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file.h"

// Small files that the kernel answers from, in /sys and /proc.
namespace sightmark {

// Where the system's files are; tests have other places.
struct SystemRoots {
  std::filesystem::path sys = "/sys", proc = "/proc", etc = "/etc", var = "/var";
  std::string nvml = "libnvidia-ml.so.1";  // found as the dynamic linker finds it
};

// A whole number in a file that is read again and again, so the file stays open.
class ValueFile {
 public:
  static std::optional<ValueFile> open(const std::filesystem::path& path);

  // The number at the file's start now; nothing if there is none or the device is gone.
  std::optional<std::int64_t> read() const;

 private:
  explicit ValueFile(Descriptor file) : file_(std::move(file)) {}

  Descriptor file_;
};

// The file's text, at most 1 MiB, without white space and zero bytes at its end; nothing if it
// cannot be read.
std::optional<std::string> read_text(const std::filesystem::path& path);

// The whole number that `text` starts with, after spaces.
std::optional<std::int64_t> leading_integer(std::string_view text);

std::optional<std::int64_t> read_integer(const std::filesystem::path& path);

// The text between `before` and `after`; nothing if one of them is missing.
std::optional<std::string> text_between(std::string_view text, std::string_view before,
                                        std::string_view after);

// The folder's entries whose names start with `name_start`, in natural order (hwmon2 before
// hwmon10).
std::vector<std::filesystem::path> entries(const std::filesystem::path& folder,
                                           std::string_view name_start = "");

// Whether the file exists, but this user may not read it.
bool is_closed(const std::filesystem::path& path);

}  // namespace sightmark
