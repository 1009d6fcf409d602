#include "scoring/answer_word.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

namespace sightmark {
namespace {

constexpr std::size_t kMostBytes = 1 << 16;  // more than that many words have
constexpr std::string_view kMarks = ".!?;,:=(){}[]|/&+-\n";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_part(char c) { return (c >= 'a' && c <= 'z') || is_digit(c); }

// Letters in lower case and dashes as '-'; apostrophes are left out, so that "isn't" is one word.
std::string normal(std::string_view answer) {
  std::string text;
  for (std::size_t i = 0; i < answer.size(); ++i) {
    const char c = answer[i];
    const std::string_view three = answer.substr(i, 3);
    if (three == "\u2013" || three == "\u2014") {
      text += " - ";
      i += 2;
    } else if (three == "\u2019") {
      i += 2;
    } else if (c != '\'') {
      text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return text;
}

// Whether a mark within the text is one between words: no hyphen, and no point of a number.
bool is_apart(std::string_view text, std::size_t place) {
  const auto is_word_at = [&](std::size_t i) { return i < text.size() && is_word_part(text[i]); };
  const bool is_within = place > 0 && is_word_at(place - 1) && is_word_at(place + 1);
  if (text[place] == '-') return place > 0 && text[place - 1] == ' ' && !is_word_at(place + 1);
  return !is_within || text[place] != '.' || !is_digit(text[place + 1]);
}

// The number and the mark after it that begin an item of a list: "1." and "2)".
bool is_item_number(std::string_view text, std::size_t begin, std::size_t end) {
  if (!std::all_of(text.begin() + static_cast<std::ptrdiff_t>(begin),
                   text.begin() + static_cast<std::ptrdiff_t>(end), is_digit)) {
    return false;
  }
  const std::size_t line = text.rfind('\n', begin) + 1;  // npos + 1 is 0
  const std::string_view before = text.substr(line, begin - line);
  const bool is_followed = end + 1 < text.size() && (text[end] == '.' || text[end] == ')');
  return is_followed && text[end + 1] == ' ' && before.find_first_not_of(" \t*#>-") == before.npos;
}

// Words, and marks of one letter.
std::vector<std::string_view> tokens_of(std::string_view text) {
  std::vector<std::string_view> tokens;
  for (std::size_t i = 0; i < text.size() && tokens.size() < kMostWords;) {
    std::size_t end = i;
    while (end < text.size() && is_word_part(text[end])) ++end;
    if (end > i) {
      const bool is_item = is_item_number(text, i, end);
      if (!is_item) tokens.push_back(text.substr(i, end - i));
      i = end + is_item;
    } else {
      if (kMarks.find(text[i]) != kMarks.npos && is_apart(text, i)) {
        tokens.push_back(text.substr(i, 1));
      }
      ++i;
    }
  }
  return tokens;
}

WordKind mark_kind(char mark) {
  switch (mark) {
    case '\n':
      return WordKind::Line;
    case '.':
    case '!':
    case '?':
    case ';':
      return WordKind::Stop;
    case ':':
    case '=':
    case '(':
    case '[':
    case '|':
    case '-':
      return WordKind::Mark;
    case '&':
    case '+':
      return WordKind::And;
    default:
      return WordKind::Comma;
  }
}

// Of "2", "2x" or "x2"; nothing else is a number, and none that is larger.
std::optional<int> number_of(std::string_view token) {
  if (token.ends_with('x'))
    token.remove_suffix(1);
  else if (token.starts_with('x'))
    token.remove_prefix(1);
  constexpr std::size_t kMostDigits = 4;
  int number = 0;
  const auto [end, error] = std::from_chars(token.begin(), token.end(), number);
  if (token.empty() || token.size() > kMostDigits || error != std::errc() || end != token.end()) {
    return std::nullopt;
  }
  return number;
}

Word word_of(const Phrase& phrase) {
  Word word{phrase.kind, phrase.value, 0, phrase.is_plural};
  if (word.kind == WordKind::Number) word.number = number_of(word.value).value_or(1);
  return word;
}

}  // namespace

std::vector<Word> answer_words(std::string_view answer) {
  const std::string text = normal(answer.substr(0, kMostBytes));
  const std::vector<std::string_view> tokens = tokens_of(text);
  std::vector<Word> words;
  for (std::size_t i = 0; i < tokens.size();) {
    const Phrase phrase = first_phrase(std::span(tokens).subspan(i));
    if (!is_word_part(tokens[i][0])) {
      words.push_back({mark_kind(tokens[i][0])});
    } else if (const auto number = number_of(tokens[i])) {
      words.push_back({WordKind::Number, "", *number});
    } else {
      words.push_back(word_of(phrase));
    }
    i += phrase.word_count;
  }
  return words;
}

}  // namespace sightmark
