#pragma once

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace sightmark {

struct XmlElement {
  std::string name;
  std::map<std::string, std::string> attributes;  // as they stand, not unescaped
};

// The elements of an XML document, in order. Stricter than XML: knows no declaration, comment,
// CDATA, processing instruction or DOCTYPE, and only the five entities and numbers. Throws where
// the text is anything else.
class XmlReader {
 public:
  explicit XmlReader(std::string_view text) : rest_(text) {}

  std::vector<XmlElement> elements() {
    for (read_text(); !rest_.empty(); read_text()) {
      rest_.starts_with("</") ? read_end() : read_start();
    }
    require(open_.empty() && !elements_.empty(), "an element is not closed");
    return std::move(elements_);
  }

 private:
  static void require(bool condition, const std::string& what) {
    if (!condition) throw std::runtime_error("not XML: " + what);
  }

  // Takes everything up to the first of `ends`, and returns it.
  std::string take_until(std::string_view ends) {
    const std::size_t end = rest_.find_first_of(ends);
    require(end != std::string_view::npos, "the text ends within a tag");
    std::string taken(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return taken;
  }

  void take(std::string_view expected) {
    require(rest_.starts_with(expected), "expected " + std::string(expected));
    rest_.remove_prefix(expected.size());
  }

  void skip_space() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \n"), rest_.size()));
    require(!rest_.empty(), "the text ends within a tag");
  }

  static void check_entities(std::string_view text) {
    for (std::size_t i = 0; (i = text.find('&', i)) != std::string_view::npos; ++i) {
      const std::string_view name = text.substr(i + 1, text.find(';', i) - i - 1);
      const bool is_number = name.starts_with('#') && name.size() > 1;
      require(is_number || name == "amp" || name == "lt" || name == "gt" || name == "quot" ||
                  name == "apos",
              "the entity " + std::string(name.substr(0, 20)));
    }
  }

  void read_text() {
    const std::string_view text = rest_.substr(0, rest_.find('<'));
    require(!open_.empty() || text.find_first_not_of(" \n") == std::string_view::npos,
            "text outside the root");
    check_entities(text);
    rest_.remove_prefix(text.size());
  }

  void read_start() {
    require(!open_.empty() || elements_.empty(), "a second root");
    take("<");
    XmlElement element{.name = take_until(" />\n")};
    require(!element.name.empty() && element.name.find_first_of("!?\"'=<&") == std::string::npos,
            "a tag named " + element.name);
    while (skip_space(), rest_[0] != '/' && rest_[0] != '>') read_attribute(element);
    const bool is_empty = rest_.starts_with("/>");
    take(is_empty ? "/>" : ">");
    if (!is_empty) open_.push_back(element.name);
    elements_.push_back(std::move(element));
  }

  void read_attribute(XmlElement& element) {
    const std::string name = take_until("= />\"'<\n");
    take("=\"");
    const std::string value = take_until("\"<");
    take("\"");
    check_entities(value);
    require(element.attributes.emplace(name, value).second, "the attribute twice: " + name);
  }

  void read_end() {
    take("</");
    require(!open_.empty() && take_until(">") == open_.back(), "a tag closed that was not open");
    take(">");
    open_.pop_back();
  }

  std::string_view rest_;
  std::vector<std::string> open_;
  std::vector<XmlElement> elements_;
};

}  // namespace sightmark
