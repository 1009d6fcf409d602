#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sightmark {

// Number of Unicode code points in UTF-8 text; in invalid text, of bytes that are no continuation.
std::size_t code_point_count(std::string_view utf8);

// The text on one line and harmless on a terminal: control characters (C0, C1, DEL, among them
// escape and newline), bidirectional overrides and invalid UTF-8 become U+FFFD; nothing else
// changes.
std::string plain_text(std::string_view text);

// At most `limit` code points of `utf8`, the last one an ellipsis if anything was cut off.
std::string shortened(std::string_view utf8, std::size_t limit);

// The text without the spaces, tabs and carriage returns at its ends.
std::string_view trimmed(std::string_view text);

// Takes a finite number without exponent off the start of `text`; nothing, and `text` as it was,
// where none is there.
std::optional<double> take_decimal(std::string_view& text);

// The whole text as a finite number; nothing if it is not one.
std::optional<double> finite_number(std::string_view text);

// Whether `text` contains `part`, letters A-Z compared without regard to case.
bool contains_ignoring_case(std::string_view text, std::string_view part);

// `text` in lines of at most `width` code points besides `indent`, which begins each, for a
// terminal: broken at white space, each word as plain_text; a longer word stands alone on a line.
// Line ends of `text` stay.
std::string wrapped(const std::string& text, std::size_t width, std::string_view indent);

// Orders names as a reader expects: letters A-Z without regard to case, then byte by byte.
bool name_less(std::string_view a, std::string_view b);

// "12,345.6": with that many decimals and commas between thousands.
std::string grouped(double value, int decimal_count);
std::string grouped(std::size_t value);

// The shortest text that reads back as the same number; empty for nothing.
std::string exact(std::optional<double> value);

// "1 run", "1,200 runs".
std::string counted(std::size_t count, const std::string& singular);

}  // namespace sightmark
