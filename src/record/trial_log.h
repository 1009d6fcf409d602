#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "base/expected.h"
#include "base/file.h"

namespace sightmark {

// When records are put on disk, so that a power failure does not take them: at once, or every
// second.
enum class Durability { Record, Batch };

// A file of one record a line, to which whole lines are appended. A separate thread puts them on
// disk: one sync serves all lines that were appended before it began.
class TrialLog {
 public:
  // Opens or makes the file, and changes nothing in it. Fails where it cannot be written, is a
  // link, or where another process has it open so, and where no thread can be started.
  static Expected<TrialLog> open(const std::filesystem::path& path, Durability durability);

  // Cuts off a last line without its end, torn by a sudden end; must come before the first append.
  Expected<void> cut_torn_line();

  // Adds a line, which brings its line end; where that fails (full disk) none of it is left. The
  // line outlives the end of this process at once. Fails also where an earlier sync has failed.
  Expected<void> append(std::string_view line);

  // Waits until all lines that were appended before are on disk. From any thread.
  Expected<void> wait_until_on_disk() const;

  TrialLog(TrialLog&&) noexcept;
  ~TrialLog();

 private:
  class Commits;

  TrialLog(std::filesystem::path path, Descriptor file);

  Expected<void> lock() const;
  tl::unexpected<Error> failure(std::string_view what, int error) const;

  std::filesystem::path path_;
  Descriptor file_;
  std::unique_ptr<Commits> commits_;  // ends before the file is closed
};

}  // namespace sightmark
