#include "engine/sse_parser.h"

#include <cstring>
#include <utility>

namespace sightmark {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Where the first line of `text`, which is not empty, ends with LF or CR; npos where it has no end.
std::size_t line_size(std::string_view text) {
  // Two searches that look at many bytes at once are faster than one that looks for either byte.
  const auto* newline = static_cast<const char*>(std::memchr(text.data(), '\n', text.size()));
  const std::size_t size = newline ? static_cast<std::size_t>(newline - text.data()) : text.size();
  const auto* carriage_return = static_cast<const char*>(std::memchr(text.data(), '\r', size));
  if (carriage_return) return static_cast<std::size_t>(carriage_return - text.data());
  return newline ? size : std::string_view::npos;
}

}  // namespace

SseParser::SseParser(std::size_t event_byte_limit) : event_byte_limit_(event_byte_limit) {}

std::optional<SseEvent> SseParser::next() {
  if (std::exchange(is_dispatched_, false)) {
    type_.clear();
    data_ = {};
  }
  while (const auto line = next_line()) {
    if (!line->empty()) {
      take_field(*line);
      continue;
    }
    if (std::exchange(has_data_, false)) {
      is_dispatched_ = true;
      return SseEvent{type_, data_};
    }
    type_.clear();  // an event without data is none
  }
  keep_data();  // the block may not outlive this call
  return std::nullopt;
}

std::optional<std::string_view> SseParser::next_line() {
  if (is_after_return_ && !block_.empty()) {
    is_after_return_ = false;
    if (block_.front() == '\n') block_.remove_prefix(1);
  }
  if (block_.empty() || is_too_long_) return std::nullopt;
  const std::size_t size = line_size(block_);
  if (size == std::string_view::npos) {
    keep_begun_line();
    return std::nullopt;
  }
  std::string_view line = block_.substr(0, size);
  is_after_return_ = block_[size] == '\r';
  block_.remove_prefix(size + 1);
  if (!begun_line_.empty()) {
    keep_data();  // it may be in line_
    begun_line_ += line;
    line_.swap(begun_line_);
    begun_line_.clear();
    line = line_;
  }
  is_too_long_ = line.size() > event_byte_limit_;
  if (is_too_long_) return std::nullopt;
  if (std::exchange(is_first_line_, false) && line.starts_with(kByteOrderMark)) {
    line.remove_prefix(kByteOrderMark.size());
  }
  return line;
}

void SseParser::keep_begun_line() {
  is_too_long_ = begun_line_.size() + block_.size() > event_byte_limit_;
  if (!is_too_long_) begun_line_ += block_;
  block_ = {};
}

void SseParser::take_field(std::string_view line) {
  const std::size_t colon = line.find(':');
  const std::string_view name = line.substr(0, colon);  // empty: a comment
  std::string_view value = line.substr(colon == std::string_view::npos ? line.size() : colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (name == "data") add_data(value);
  if (name == "event") type_ = value;
}

void SseParser::add_data(std::string_view value) {
  if (!std::exchange(has_data_, true)) {
    data_ = value;
    return;
  }
  is_too_long_ = data_.size() + 1 + value.size() > event_byte_limit_;
  if (is_too_long_) return;
  keep_data();
  kept_data_ += '\n';
  kept_data_ += value;
  data_ = kept_data_;
}

void SseParser::keep_data() {
  if (data_.data() == kept_data_.data()) return;
  kept_data_ = data_;
  data_ = kept_data_;
}

}  // namespace sightmark
