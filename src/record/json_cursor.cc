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

// Whether up to eight characters are a number of digits alone, or with a point between them, as
// almost all are. All eight may be read.
bool is_plain_number(const char* begin, std::size_t size) {
  constexpr std::uint64_t kHighs = 0x8080808080808080u;
  static_assert(std::endian::native == std::endian::little);
  std::uint64_t bytes = 0;
  if (size == 0 || size > sizeof bytes) return false;
  std::memcpy(&bytes, begin, sizeof bytes);
  bytes ^= 0x3030303030303030u;  // '0' to '9' are 0 to 9 then
  std::uint64_t others = ((bytes + 0x7676767676767676u) | bytes) & kHighs;
  others &= ~std::uint64_t{0} >> (8 * (sizeof bytes - size));
  if (others == 0) return *begin != '0' || size == 1;
  const auto point = static_cast<std::size_t>(std::countr_zero(others)) / 8;
  return (others & (others - 1)) == 0 && begin[point] == '.' && point > 0 && point + 1 < size &&
         (*begin != '0' || point == 1);
}

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
  return std::span<const std::uint32_t>(simd.structural_indexes.get(), simd.n_structural_indexes);
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
      first_escape_(document.find('\\')) {
  // With the closing brace last, no number runs into what stands behind the document.
  if (places.empty() || here() != '{' || text_[places.back()] != '}') break_off();
}

std::string_view JsonCursor::text() {
  const std::size_t place = *next_++;
  std::size_t close = (next_ != end_ ? *next_ : size_) - 1;
  while (text_[close] != '"') --close;  // only white space stands between
  const std::string_view raw(text_ + place + 1, close - place - 1);
  const bool has_escape =
      close >= first_escape_ && std::find(raw.begin(), raw.end(), '\\') != raw.end();
  if (!has_escape) return raw;
  const std::string_view resolved = index_.unescaped(place);
  if (!resolved.data()) break_off();
  return resolved;
}

bool JsonCursor::ends_scalar(const char* after) const {
  return after == text_ + size_ || is_space(*after) || *after == ',' || *after == '}' ||
         *after == ']';
}

double JsonCursor::number() {
  const char* const begin = text_ + *next_++;
  const NumberParts parts = number_parts(begin);
  const auto value = parts.digit_count > 0 ? value_of(parts, begin) : std::nullopt;
  if (!value || !ends_scalar(parts.end)) break_off();
  return value.value_or(0);
}

void JsonCursor::word(std::string_view expected) {
  const std::size_t place = *next_++;
  const bool is_there = size_ - place >= expected.size() &&
                        std::memcmp(text_ + place, expected.data(), expected.size()) == 0 &&
                        ends_scalar(text_ + place + expected.size());
  if (!is_there) break_off();
}

void JsonCursor::skip() {
  switch (here()) {
    case '{':
      return object([&](std::string_view) { skip(); });
    case '[':
      return container(']', [&] { skip(); });
    case '"':
      return static_cast<void>(text());
    case 't':
      return word("true");
    case 'f':
      return word("false");
    case 'n':
      return word("null");
    default:
      return skip_number();
  }
}

void JsonCursor::skip_number() {
  if (kind() != JsonKind::Number) return break_off();
  const std::size_t end = next_ + 1 != end_ ? next_[1] : size_;
  if (is_plain_number(text_ + *next_, end - *next_)) {
    ++next_;
  } else {
    static_cast<void>(number());
  }
}

}  // namespace sightmark
