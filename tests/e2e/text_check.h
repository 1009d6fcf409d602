#pragma once

#include <gtest/gtest.h>

#include <string>

// Checks that a text from a file stands in an output as text: the output has the structure of one
// that was made with a harmless text instead.
namespace sightmark {

// Whether text is UTF-8 without control characters but newline, and without changes of direction.
testing::AssertionResult is_plain(const std::string& text);

testing::AssertionResult has_as_many_lines(const std::string& text, const std::string& harmless);

// No cell starts a formula, and all rows have as many cells.
void check_csv(const std::string& text, const std::string& harmless);

// The same headings, and as many of the characters that Markdown takes for more than text.
void check_markdown(const std::string& text, const std::string& harmless);

// XML with drawing elements alone: no script, event, link or reference to anything outside.
void check_svg(const std::string& text);

// As many rows of eleven cells, and no command in them but those that stand for a character.
void check_latex(const std::string& text, const std::string& harmless);

// The same page around data that is JSON without "<", so that no text in it ends its element.
void check_html(const std::string& text, const std::string& harmless);

}  // namespace sightmark
