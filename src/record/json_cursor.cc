#include "record/json_cursor.h"

#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <charconv>

#include "base/line_reader.h"

namespace sightmark {
namespace {

static_assert(LineReader::kPadding >= simdjson::SIMDJSON_PADDING);

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// A number with a decimal point and an exponent, in parts. Without digits it is none.
struct NumberParts {
  const char* end;
  std::uint64_t digits = 0;  // of the number without its point; overflows beyond 19
  std::ptrdiff_t digit_count = 0, decimal_count = 0;
  bool is_negative = false, has_exponent = false, is_exponent_negative = false;
};

const char* past_digits(const char* at) {
  while (is_digit(*at)) ++at;
  return at;
}

NumberParts number_parts(const char* at) {
  NumberParts parts{.end = at};
  if (*at == '-') parts.is_negative = true, ++at;
  const char* const first = at;
  for (; is_digit(*at); ++at) parts.digits = parts.digits * 10 + static_cast<unsigned>(*at - '0');
  const auto whole_count = at - first;
  if (whole_count == 0 || (whole_count > 1 && *first == '0')) return parts;
  if (*at == '.') {
    const char* const point = at++;
    for (; is_digit(*at); ++at) parts.digits = parts.digits * 10 + static_cast<unsigned>(*at - '0');
    parts.decimal_count = at - point - 1;
    if (parts.decimal_count == 0) return parts;
  }
  if (*at == 'e' || *at == 'E') {
    ++at;
    parts.has_exponent = true;
    parts.is_exponent_negative = *at == '-';
    if (*at == '-' || *at == '+') ++at;
    if (!is_digit(*at)) return parts;
    at = past_digits(at);
  }
  parts.digit_count = whole_count + parts.decimal_count;
  parts.end = at;
  return parts;
}

constexpr double kPowersOfTen[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

// Its value; nothing where no double holds it. Up to 15 digits and a power of ten are exact as
// doubles, so that their quotient is rounded once (Clinger 1990).
std::optional<double> value_of(const NumberParts& parts, const char* begin) {
  if (parts.digit_count <= 15 && !parts.has_exponent) {
    const double value = static_cast<double>(parts.digits) / kPowersOfTen[parts.decimal_count];
    return parts.is_negative ? -value : value;
  }
  double value = 0;
  const auto [end, error] = std::from_chars(begin, parts.end, value);
  if (error == std::errc()) return value;
  const bool is_tiny = parts.has_exponent ? parts.is_exponent_negative : parts.decimal_count > 0;
  return is_tiny ? std::optional<double>(0) : std::nullopt;
}

// Up to eight characters that are a number of digits alone, or with a point between them, as almost
// all numbers are; worked on all at once.
class PlainNumber {
 public:
  // All eight characters from `begin` on may be read.
  [[gnu::always_inline]] PlainNumber(const char* begin, std::size_t size) : size_(size) {
    static_assert(std::endian::native == std::endian::little);
    constexpr std::uint64_t kHighs = 0x8080808080808080u;
    if (size == 0 || size > sizeof digits_) return;
    std::memcpy(&digits_, begin, sizeof digits_);
    digits_ ^= 0x3030303030303030u;  // '0' to '9' are 0 to 9 then
    const std::uint64_t others = (((digits_ + 0x7676767676767676u) | digits_) & kHighs) &
                                 (~std::uint64_t{0} >> (8 * (sizeof digits_ - size)));
    if (others == 0) {
      is_one_ = *begin != '0' || size == 1;
      return;
    }
    point_ = static_cast<std::size_t>(std::countr_zero(others)) / 8;
    is_one_ = (others & (others - 1)) == 0 && begin[point_] == '.' && point_ > 0 &&
              point_ + 1 < size && (*begin != '0' || point_ == 1);
  }

  bool is_one() const { return is_one_; }

  // Its digits are exact as a double, and so is the power of ten: their quotient is rounded once.
  double value() const {
    if (point_ == size_) return static_cast<double>(whole(digits_, size_));
    const std::uint64_t before = digits_ & ((std::uint64_t{1} << (8 * point_)) - 1);
    const std::uint64_t after = digits_ >> (8 * point_ + 8) << (8 * point_);
    return static_cast<double>(whole(before | after, size_ - 1)) / kPowersOfTen[size_ - 1 - point_];
  }

 private:
  // The number that so many digits, the first in the lowest byte, make up.
  static std::uint64_t whole(std::uint64_t digits, std::size_t count) {
    digits <<= 8 * (sizeof digits - count);  // zeros in front
    digits = (digits * 10 + (digits >> 8)) & 0x00FF00FF00FF00FFu;
    digits = (digits * 100 + (digits >> 16)) & 0x0000FFFF0000FFFFu;
    return (digits * 10000 + (digits >> 32)) & 0xFFFFFFFFu;
  }

  std::uint64_t digits_ = 0;
  std::size_t size_, point_ = size_;
  bool is_one_ = false;
};

// Newer versions of simdjson ask whether a lone surrogate may be replaced.
template <typename Implementation>
std::uint8_t* resolve_escapes(const Implementation& simd, const std::uint8_t* from,
                              std::uint8_t* to) {
  if constexpr (requires { simd.parse_string(from, to, false); }) {
    return simd.parse_string(from, to, false);
  } else {
    return simd.parse_string(from, to);
  }
}

const std::uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

}  // namespace

struct JsonIndex::State {
  simdjson::dom::parser parser;
  std::string_view document;
  std::string texts;  // resolved ones of the document
  std::size_t texts_end = 0;
};

JsonIndex::JsonIndex() : state_(std::make_unique<State>()) {}
JsonIndex::~JsonIndex() = default;

Expected<std::span<const std::uint32_t>> JsonIndex::places(std::string_view padded_document) {
  State& state = *state_;
  state.document = padded_document;
  state.texts_end = 0;
  const std::size_t room = padded_document.size() + LineReader::kPadding;  // no text gets longer
  if (state.texts.size() < room) state.texts.resize(room);
  if (state.parser.capacity() < padded_document.size() || !state.parser.implementation) {
    if (const auto error =
            state.parser.allocate(std::max<std::size_t>(padded_document.size(), 4096)))
      return fail(simdjson::error_message(error));
  }
  auto& simd = *state.parser.implementation;
  const auto error = simd.stage1(bytes_of(padded_document), padded_document.size(),
                                 simdjson::stage1_mode::regular);
  if (error) return fail(simdjson::error_message(error));
  const std::span places(simd.structural_indexes.get(), simd.n_structural_indexes);
  if (!places.empty()) places.data()[places.size()] = places.data()[places.size() + 1] = places[0];
  return places;
}

std::string_view JsonIndex::unescaped(std::size_t place) {
  State& state = *state_;
  auto* const to = reinterpret_cast<std::uint8_t*>(state.texts.data() + state.texts_end);
  const std::uint8_t* end =
      resolve_escapes(*state.parser.implementation, bytes_of(state.document) + place + 1, to);
  if (!end) return {};
  const auto size = static_cast<std::size_t>(end - to);
  state.texts_end += size;
  return {reinterpret_cast<const char*>(to), size};
}

std::string JsonIndex::problem() {
  simdjson::dom::element root;
  const std::string_view document = state_->document;
  const auto error = state_->parser.parse(document.data(), document.size(), false).get(root);
  if (error) return simdjson::error_message(error);
  return root.is_object() ? "a number is beyond what a double holds"
                          : "it is valid JSON, but not an object";
}

JsonCursor::JsonCursor(std::string_view document, std::span<const std::uint32_t> places,
                       JsonIndex& index)
    : text_(document.data()),
      size_(document.size()),
      next_(places.data()),
      end_(places.data() + places.size()),
      index_(index),
      next_escape_(document.find('\\')) {
  // With the closing brace last, no number runs into what stands behind the document, and behind
  // the last place a walk looks for a comma or for what closes, which it does not find.
  if (places.empty() || here() != '{' || text_[places.back()] != '}') break_off();
}

std::string_view JsonCursor::text() {
  const std::size_t place = *next_, end = end_of_scalar(next_);
  if (text_[end - 1] != '"' || end > next_escape_) return unusual_text();
  ++next_;
  return {text_ + place + 1, end - place - 2};
}

std::string_view JsonCursor::unusual_text() {
  std::size_t close = end_of_scalar(next_) - 1;
  const std::size_t place = *next_++;
  while (text_[close] != '"') --close;  // only white space stands between
  if (next_escape_ < place) next_escape_ = std::string_view(text_, size_).find('\\', place);
  if (close < next_escape_) return {text_ + place + 1, close - place - 1};
  const std::string_view resolved = index_.unescaped(place);
  if (!resolved.data()) break_off();
  return resolved;
}

std::string_view JsonCursor::unusual_key() {
  const std::string_view key = here() == '"' ? text() : std::string_view();
  const bool is_key = key.data() && here() == ':';
  if (is_key) {
    ++next_;
  } else {
    break_off();
  }
  return key;
}

bool JsonCursor::ends_scalar(const char* after) const {
  return after == text_ + size_ || is_space(*after) || *after == ',' || *after == '}' ||
         *after == ']';
}

double JsonCursor::number() {
  const PlainNumber plain(text_ + *next_, end_of_scalar(next_) - *next_);
  if (!plain.is_one()) return unusual_number();
  ++next_;
  return plain.value();
}

double JsonCursor::unusual_number() {
  const char* const begin = text_ + *next_++;
  const NumberParts parts = number_parts(begin);
  const auto value = parts.digit_count > 0 ? value_of(parts, begin) : std::nullopt;
  if (!value || !ends_scalar(parts.end)) break_off();
  return value.value_or(0);
}

// The common case of a text: no escape in it, so that the index has found its end.
inline const JsonCursor::Place* JsonCursor::past_text(const Place* at) {
  return end_of_scalar(at) <= next_escape_ ? at + 1 : past_unusual_text(at);
}

const JsonCursor::Place* JsonCursor::past_unusual_text(const Place* at) {
  next_ = at;
  static_cast<void>(unusual_text());
  return next_;
}

const JsonCursor::Place* JsonCursor::past_unusual_number(const Place* at) {
  next_ = at;
  static_cast<void>(unusual_number());
  return next_;
}

inline bool JsonCursor::is_usual_number(const Place* at) const {
  return is_digit(char_at(at)) && PlainNumber(text_ + *at, end_of_scalar(at) - *at).is_one();
}

void JsonCursor::skip_other() {
  if (!is_usual_number(next_)) return skip_unusual();  // so that nothing has to be saved
  ++next_;
}

void JsonCursor::skip_unusual() { next_ = is_at_end() ? broken() : past_value(next_, depth_); }

template <std::size_t kSize>
const JsonCursor::Place* JsonCursor::past_word(const Place* at, const char (&expected)[kSize]) {
  constexpr std::size_t kLetters = kSize - 1;
  const bool is_there = size_ - *at >= kLetters &&
                        std::memcmp(text_ + *at, expected, kLetters) == 0 &&
                        ends_scalar(text_ + *at + kLetters);
  return is_there ? at + 1 : broken();
}

inline const JsonCursor::Place* JsonCursor::past_value(const Place* at, int depth) {
  if (is_usual_text(at) || is_usual_number(at)) return at + 1;
  switch (char_at(at)) {
    case '{':
      return past_object(at, depth + 1);
    case '[':
      return past_array(at, depth + 1);
    case 't':
      return past_word(at, "true");
    case 'f':
      return past_word(at, "false");
    case 'n':
      return past_word(at, "null");
    case '"':
      return past_unusual_text(at);
    default:
      return past_unusual_number(at);
  }
}

const JsonCursor::Place* JsonCursor::past_object(const Place* at, int depth) {
  if (depth > kDeepest) return broken();
  if (char_at(++at) == '}') return at + 1;
  for (;; ++at) {
    if (char_at(at) != '"') return broken();
    at = past_text(at);
    if (char_at(at) != ':') return broken();
    at = past_value(at + 1, depth);
    if (char_at(at) == '}') return at + 1;
    if (char_at(at) != ',') return broken();
  }
}

const JsonCursor::Place* JsonCursor::past_array(const Place* at, int depth) {
  if (depth > kDeepest) return broken();
  if (char_at(++at) == ']') return at + 1;
  for (;; ++at) {
    at = past_value(at, depth);
    if (char_at(at) == ']') return at + 1;
    if (char_at(at) != ',') return broken();
  }
}

}  // namespace sightmark
