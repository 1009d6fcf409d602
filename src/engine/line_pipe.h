#pragma once

#include <chrono>
#include <cstddef>
#include <stop_token>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "base/clock.h"
#include "engine/engine.h"

namespace sightmark {

// Lines to and from a child through its pipes, each within a time. Does not own them.
class LinePipe {
 public:
  static constexpr std::size_t kLineByteLimit = std::size_t{16} << 20;

  // Makes `input`, where the child reads, non-blocking.
  LinePipe(int input, int output);

  // Writes it whole, or fails as CutStream (no one reads any more), Timeout or Cancelled.
  tl::expected<void, Failure> write(std::string_view line, Instant deadline,
                                    const std::stop_token& stop);

  // The next line without its newline, valid until the next call. Fails as CutStream (the end of
  // the pipe), Malformed (too long), Timeout or Cancelled.
  tl::expected<std::string_view, Failure> read(Instant deadline, const std::stop_token& stop);

  // When the bytes that ended the last line came in.
  Instant arrived() const { return arrived_; }

 private:
  tl::expected<void, Failure> fill(Instant deadline, const std::stop_token& stop);

  int input_, output_;
  Instant arrived_;
  std::string buffer_;
  std::size_t begin_ = 0;    // of what was not returned yet
  std::size_t scanned_ = 0;  // up to here there is no newline
};

}  // namespace sightmark
