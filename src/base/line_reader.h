#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "base/file.h"

namespace sightmark {

// A file read line by line in blocks, so that memory stays bounded however long a line is.
class LineReader {
 public:
  // Bytes after a line's end that may be read (not used), which simdjson asks for.
  static constexpr std::size_t kPadding = 64;

  struct Line {
    std::string_view text;  // without its line end; valid until the next call; padded by kPadding
    std::size_t number;     // from 1
    bool is_too_long;       // longer than the limit: `text` is empty
    bool has_end;           // false for a last line that no newline ends
  };

  // Opens the file. Fails where it cannot be opened or is not a regular file; follows no link.
  static Expected<LineReader> open(const std::filesystem::path& path, std::size_t line_byte_limit);

  // The next line; nothing at the end of the file, or where reading failed (see `error`).
  std::optional<Line> next();

  // The error number of a read that failed; 0 where all went well.
  int error() const { return error_; }

 private:
  LineReader(Descriptor file, std::size_t line_byte_limit);
  bool fill();
  std::optional<Line> last_line();

  Descriptor file_;
  std::size_t line_byte_limit_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // unread bytes are [begin_, end_)
  std::size_t end_ = 0;
  std::size_t line_number_ = 0;
  bool is_skipping_ = false;  // within a line that is too long
  int error_ = 0;
};

}  // namespace sightmark
