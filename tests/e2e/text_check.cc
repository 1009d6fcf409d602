#include "e2e/text_check.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string_view>
#include <vector>

#include "e2e/xml.h"
#include "fakes/parsed_csv.h"

namespace sightmark {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// How often each character or word that Markdown takes for more than text stands in it, unescaped.
std::map<std::string, int> markdown_marks(const std::string& text) {
  std::map<std::string, int> marks;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\') {
      ++i;  // and what it escapes
    } else if (text.substr(i, 2) == "&#") {
      i = text.find(';', i);
    } else if (std::string_view("`*[]<>|~$!{}@#").find(c) != std::string_view::npos) {
      ++marks[std::string(1, c)];
    }
  }
  for (const char* word : {"://", "www."}) {
    for (std::size_t i = 0; (i = text.find(word, i)) != std::string::npos; ++i) ++marks[word];
  }
  return marks;
}

std::vector<std::string> headings(const std::string& text) {
  std::vector<std::string> found;
  for (const std::string& line : lines_of(text)) {
    if (line.starts_with('#')) found.push_back(line);
  }
  return found;
}

// The text outside of code blocks; `code` becomes the blocks themselves.
std::string without_code(const std::string& text, std::string& code) {
  std::string rest;
  bool is_code = false;
  for (const std::string& line : lines_of(text)) {
    if (line.starts_with("```")) is_code = !is_code;
    (is_code ? code : rest) += line + '\n';
  }
  EXPECT_FALSE(is_code);
  return rest;
}

// The rows of the table, without its head and foot.
std::vector<std::string> latex_rows(const std::string& text) {
  const std::size_t begin = text.find("\\midrule\n"), end = text.find("    \\bottomrule");
  return lines_of(text.substr(begin + 9, end - begin - 9));
}

// What a backslash in a cell may begin.
bool is_character_command(const std::string& name) {
  static const std::set<std::string> kNames = {"textbackslash", "textasciitilde", "textasciicircum",
                                               "textless",      "textgreater",    "textbar",
                                               "symbol",        "textasciigrave"};
  constexpr std::string_view kEscaped = "&%$#_{}";
  return kNames.contains(name) || (name.size() == 1 && kEscaped.find(name) != kEscaped.npos);
}

}  // namespace

testing::AssertionResult is_plain(const std::string& text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  for (std::size_t i = 0; i < text.size();) {
    const unsigned lead = byte(i);
    const std::size_t size = lead < 0x80   ? 1
                             : lead < 0xC2 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                                           : 4;
    unsigned code_point = size == 1 ? lead : lead & (0xFFu >> (size + 1));
    bool is_good = size > 0;
    for (std::size_t k = 1; k < size; ++k) {
      is_good = is_good && (byte(i + k) & 0xC0) == 0x80;
      code_point = (code_point << 6) | (byte(i + k) & 0x3Fu);
    }
    const bool is_control =
        (code_point < 0x20 && code_point != '\n') || (code_point >= 0x7F && code_point < 0xA0);
    const bool is_direction = (code_point >= 0x200E && code_point <= 0x200F) ||
                              (code_point >= 0x2028 && code_point <= 0x202E) ||
                              (code_point >= 0x2066 && code_point <= 0x2069);
    if (!is_good || is_control || is_direction) {
      return testing::AssertionFailure()
             << "byte " << i << " after \""
             << text.substr(i < 60 ? 0 : i - 60, std::min(i, std::size_t{60})) << '"';
    }
    i += size;
  }
  return testing::AssertionSuccess();
}

testing::AssertionResult has_as_many_lines(const std::string& text, const std::string& harmless) {
  const std::size_t count = lines_of(text).size(), other = lines_of(harmless).size();
  if (count == other) return testing::AssertionSuccess();
  return testing::AssertionFailure() << count << " lines, not " << other;
}

void check_csv(const std::string& text, const std::string& harmless) {
  const auto rows = parsed_csv(text);
  EXPECT_EQ(rows.size(), parsed_csv(harmless).size());
  for (const auto& row : rows) {
    EXPECT_EQ(row.size(), rows[0].size());
    for (const std::string& cell : row) {
      EXPECT_NE(cell.find_first_of("=+-@\t\r"), 0u) << cell.substr(0, 80);
    }
  }
}

void check_markdown(const std::string& text, const std::string& harmless) {
  std::string code, harmless_code;
  const std::string plain = without_code(text, code);
  const std::string other = without_code(harmless, harmless_code);
  EXPECT_EQ(headings(plain), headings(other));
  EXPECT_TRUE(has_as_many_lines(code, harmless_code));
  EXPECT_EQ(markdown_marks(plain), markdown_marks(other));
}

void check_svg(const std::string& text) {
  static const std::set<std::string> kElements = {
      "svg",     "g",       "path", "rect",     "text",           "tspan",          "defs",
      "circle",  "ellipse", "line", "polyline", "linearGradient", "radialGradient", "stop",
      "polygon", "clipPath"};
  try {
    for (const XmlElement& element : XmlReader(text).elements()) {
      EXPECT_TRUE(kElements.contains(element.name)) << '<' << element.name << '>';
      for (const auto& [attribute, value] : element.attributes) {
        EXPECT_FALSE(attribute.starts_with("on") || attribute.find("href") != std::string::npos)
            << attribute;
        if (attribute.starts_with("xmlns")) continue;
        EXPECT_EQ(value.find("://"), std::string::npos) << value;
        EXPECT_EQ(value.find("url("), value.find("url(#")) << value;
      }
    }
  } catch (const std::runtime_error& error) {
    ADD_FAILURE() << error.what();
  }
}

void check_latex(const std::string& text, const std::string& harmless) {
  const auto rows = latex_rows(text), others = latex_rows(harmless);
  EXPECT_EQ(text.substr(0, text.find("\\midrule")), harmless.substr(0, text.find("\\midrule")));
  EXPECT_EQ(rows.size(), others.size());
  for (std::string row : rows) {
    ASSERT_TRUE(row.ends_with(" \\\\")) << row;
    row.resize(row.size() - 3);
    int cell_ends = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
      cell_ends += row[i] == '&';
      EXPECT_EQ(std::string_view("%$#_^~\"`").find(row[i]), std::string_view::npos) << row;
      if (row[i] != '\\') continue;
      std::size_t size = 1;
      while (i + 1 + size < row.size() && std::isalpha(row[i + 1]) &&
             std::isalpha(row[i + 1 + size])) {
        ++size;
      }
      EXPECT_TRUE(is_character_command(row.substr(i + 1, size))) << row.substr(i, 40);
      i += size;
    }
    EXPECT_EQ(cell_ends, 10) << row;
  }
}

void check_html(const std::string& text, const std::string& harmless) {
  const std::string start = "<script type=\"application/json\" id=\"study\">";
  const auto parts = [&](const std::string& page) {
    const std::size_t from = page.find(start) + start.size(), end = page.find("</script>", from);
    return std::pair(page.substr(from, end - from), page.substr(0, from) + page.substr(end));
  };
  const auto [data, page] = parts(text);
  EXPECT_EQ(page, parts(harmless).second);
  EXPECT_EQ(data.find('<'), std::string::npos);
  EXPECT_TRUE(is_plain(data));
  EXPECT_TRUE(nlohmann::json::accept(data));
}

}  // namespace sightmark
