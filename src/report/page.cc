#include "report/page.h"

#include <kainjow/mustache.hpp>
#include <utility>

#include "base/list.h"
#include "base/text.h"

namespace sightmark {
namespace {

using kainjow::mustache::data;

data to_mustache(const Page& page) {
  data values;
  for (const auto& [name, text] : page.text) values.set(name, plain_text(text));
  for (const auto& [name, is_shown] : page.flag) values.set(name, is_shown);
  for (const auto& [name, items] : page.list) {
    data list{data::type::list};
    for (const Page& item : items) list.push_back(to_mustache(item));
    values.set(name, list);
    values.set("has_" + name, !items.empty());
  }
  return values;
}

bool is_word_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// "caption_brief" needs no escape: an underscore within a word opens no emphasis.
bool is_within_word(std::string_view text, std::size_t i) {
  return i > 0 && i + 1 < text.size() && is_word_character(text[i - 1]) &&
         is_word_character(text[i + 1]);
}

std::string markdown_character(std::string_view text, std::size_t i) {
  const char c = text[i];
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '@':
      return "&#64;&#8288;";  // a word joiner, since GitHub links e-mail addresses and mentions
                              // after it has replaced entities
    case '_':
      return is_within_word(text, i) ? "_" : "\\_";
    case ':':
      return text.substr(i, 3) == "://" ? "&#58;" : ":";  // no bare link
    case '.':
      return i >= 3 && contains_ignoring_case(text.substr(i - 3, 3), "www") ? "&#46;" : ".";
    default:
      break;
  }
  constexpr std::string_view kSpecial = "\\`*{}[]#|~$!";
  return kSpecial.find(c) == std::string_view::npos ? std::string(1, c) : std::string{'\\', c};
}

std::string latex_character(char c) {
  constexpr std::pair<char, const char*> kCommands[] = {
      {'\\', "\\textbackslash{}"}, {'~', "\\textasciitilde{}"}, {'^', "\\textasciicircum{}"},
      {'<', "\\textless{}"},       {'>', "\\textgreater{}"},    {'|', "\\textbar{}"},
      {'"', "\\symbol{34}"},  // \\textquotedbl is not in every encoding
      {'`', "\\textasciigrave{}"}};
  for (const auto& [special, command] : kCommands) {
    if (c == special) return command;
  }
  constexpr std::string_view kSpecial = "{}$&#_%";
  return kSpecial.find(c) == std::string_view::npos ? std::string(1, c) : std::string{'\\', c};
}

}  // namespace

std::vector<Page> pages_of(const std::string& name, const std::vector<std::string>& texts) {
  return list_of(texts, [&](const std::string& text) { return Page{.text = {{name, text}}}; });
}

std::string filled_template(std::string_view mustache_template, const Page& page) {
  kainjow::mustache::mustache document{std::string(mustache_template)};
  document.set_custom_escape([](const std::string& value) { return markdown_text(value); });
  std::string text = document.render(to_mustache(page));
  for (std::size_t gap = 0; (gap = text.find("\n\n\n", gap)) != std::string::npos;) {
    text.erase(gap, 1);  // sections that are not shown leave blank lines
  }
  return text;
}

std::string markdown_text(std::string_view text) {
  const std::string plain = plain_text(text);
  std::string escaped;
  for (std::size_t i = 0; i < plain.size(); ++i) escaped += markdown_character(plain, i);
  return escaped;
}

std::string latex_text(std::string_view text) {
  std::string escaped;
  for (const char c : plain_text(text)) escaped += latex_character(c);
  return escaped;
}

}  // namespace sightmark
