#include "report/page.h"

#include <kainjow/mustache.hpp>

#include "base/text.h"
#include "report/escape.h"

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

}  // namespace

std::vector<Page> pages_of(const std::string& name, const std::vector<std::string>& texts) {
  std::vector<Page> pages;
  for (const std::string& text : texts) pages.push_back({.text = {{name, text}}});
  return pages;
}

std::string markdown_page(std::string_view mustache_template, const Page& page) {
  kainjow::mustache::mustache document{std::string(mustache_template)};
  document.set_custom_escape([](const std::string& value) { return markdown_text(value); });
  std::string text = document.render(to_mustache(page));
  for (std::size_t gap = 0; (gap = text.find("\n\n\n", gap)) != std::string::npos;) {
    text.erase(gap, 1);  // sections that are not shown leave blank lines
  }
  return text;
}

}  // namespace sightmark
