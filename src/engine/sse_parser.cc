#include "engine/sse_parser.h"

#include <algorithm>
#include <utility>

namespace sightmark {

SseParser::SseParser(std::size_t event_byte_limit) : event_byte_limit_(event_byte_limit) {}

void SseParser::feed(std::string_view block) {
  if (is_too_long_) return;
  buffer_.erase(0, begin_);
  scanned_ -= begin_;
  begin_ = 0;
  buffer_ += block;
}

std::optional<std::string_view> SseParser::next() {
  if (std::exchange(is_dispatched_, false)) data_.clear();
  while (const auto line = next_line()) {
    if (!line->empty()) {
      take_field(*line);
    } else if (std::exchange(has_data_, false)) {
      is_dispatched_ = true;
      return data_;
    }
  }
  return std::nullopt;
}

std::optional<std::string_view> SseParser::next_line() {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (is_too_long_) return std::nullopt;
  if (begin_ < buffer_.size() && std::exchange(is_after_return_, false) &&
      buffer_[begin_] == '\n') {
    scanned_ = ++begin_;
  }
  const std::string_view unread = std::string_view(buffer_).substr(scanned_);
  const std::string_view until_newline = unread.substr(0, unread.find('\n'));
  const std::size_t end = scanned_ + std::min(until_newline.find('\r'), until_newline.size());
  is_too_long_ = end - begin_ > event_byte_limit_;
  if (is_too_long_) return std::nullopt;
  if (end == buffer_.size()) {
    scanned_ = end;
    return std::nullopt;
  }
  std::string_view line = std::string_view(buffer_).substr(begin_, end - begin_);
  is_after_return_ = buffer_[end] == '\r';
  begin_ = scanned_ = end + 1;
  if (std::exchange(is_first_line_, false) && line.starts_with(kByteOrderMark)) {
    line.remove_prefix(kByteOrderMark.size());
  }
  return line;
}

void SseParser::take_field(std::string_view line) {
  const std::size_t colon = std::min(line.find(':'), line.size());
  const std::string_view name = line.substr(0, colon);  // empty: a comment
  std::string_view value = line.substr(std::min(colon + 1, line.size()));
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (name != "data") return;
  if (std::exchange(has_data_, true)) data_ += '\n';
  data_ += value;
  is_too_long_ = data_.size() > event_byte_limit_;
}

}  // namespace sightmark
