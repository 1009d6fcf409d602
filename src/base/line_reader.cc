#include "base/line_reader.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/file.h"

namespace sightmark {
namespace {

constexpr std::size_t kBlock = 256 * 1024;  // stays in the second-level cache

}  // namespace

Expected<LineReader> LineReader::open(const std::filesystem::path& path,
                                      std::size_t line_byte_limit) {
  auto file = open_to_read(path, Link::Refuse);
  if (!file) return tl::unexpected(file.error());
  return LineReader(std::move(*file), line_byte_limit);
}

LineReader::LineReader(Descriptor file, std::size_t line_byte_limit)
    : file_(std::move(file)), line_byte_limit_(line_byte_limit), buffer_(kBlock + kPadding) {}

// Reads more bytes behind the unread ones, making room first; false at the end of the file.
bool LineReader::fill() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= std::exchange(begin_, 0);
  }
  if (end_ + kPadding == buffer_.size()) buffer_.resize(2 * buffer_.size());
  ssize_t got = -1;
  do {
    got = ::read(file_.number(), buffer_.data() + end_, buffer_.size() - kPadding - end_);
  } while (got < 0 && errno == EINTR);
  if (got < 0) error_ = errno;
  if (got > 0) end_ += static_cast<std::size_t>(got);
  return got > 0;
}

std::optional<LineReader::Line> LineReader::last_line() {
  if (begin_ == end_ && !is_skipping_) return std::nullopt;
  const std::string_view rest(buffer_.data() + begin_, end_ - begin_);
  begin_ = end_;
  const bool is_too_long = std::exchange(is_skipping_, false);
  return Line{is_too_long ? std::string_view() : rest, ++line_number_, is_too_long, false};
}

std::optional<LineReader::Line> LineReader::next() {
  std::size_t searched = begin_;
  for (;;) {
    const auto* newline =
        static_cast<const char*>(std::memchr(buffer_.data() + searched, '\n', end_ - searched));
    if (newline) {
      const std::string_view text(buffer_.data() + begin_,
                                  static_cast<std::size_t>(newline - buffer_.data()) - begin_);
      begin_ += text.size() + 1;
      const bool is_too_long = std::exchange(is_skipping_, false) || text.size() > line_byte_limit_;
      return Line{is_too_long ? std::string_view() : text, ++line_number_, is_too_long, true};
    }
    if (end_ - begin_ > line_byte_limit_) is_skipping_ = true;
    if (is_skipping_) begin_ = end_;
    const std::size_t kept = end_ - begin_;
    if (!fill()) return error_ ? std::nullopt : last_line();
    searched = kept;
  }
}

}  // namespace sightmark
