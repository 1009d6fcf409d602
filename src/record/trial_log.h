#pragma once

#include <filesystem>
#include <string_view>

#include "base/clock.h"
#include "base/expected.h"
#include "base/file.h"

namespace sightmark {

// When records are on disk, also if the power fails: each before the next trial, or every second.
enum class Durability { Record, Batch };

// A file of one record a line, to which whole lines are appended.
class TrialLog {
 public:
  // Opens or makes the file, and changes nothing in it. Fails where it cannot be written, is a
  // link, or where another process has it open so.
  static Expected<TrialLog> open(const std::filesystem::path& path, Durability durability);

  // Cuts off a last line without its end, torn by a sudden end; must come before the first append.
  Expected<void> cut_torn_line();

  // Adds a line, which brings its line end; where that fails (full disk) none of it is left.
  Expected<void> append(std::string_view line);

  // Puts on disk what is not there yet.
  Expected<void> sync();

 private:
  TrialLog(std::filesystem::path path, Descriptor file, Durability durability)
      : path_(std::move(path)), file_(std::move(file)), durability_(durability) {}

  Expected<void> lock() const;
  tl::unexpected<Error> failure(std::string_view what) const;

  std::filesystem::path path_;
  Descriptor file_;
  Durability durability_;
  Instant synced_ = now();
  bool is_synced_ = true;
};

}  // namespace sightmark
