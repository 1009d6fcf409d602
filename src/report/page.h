#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sightmark {

// What fills a template: texts, yes-or-no sections, and lists of such. For each list `x` the
// section `has_x` is there too, which is shown once where the list is not empty.
struct Page {
  std::map<std::string, std::string> text;
  std::map<std::string, bool> flag;
  std::map<std::string, std::vector<Page>> list;
};

// A list of pages that each hold one text, named `name`.
std::vector<Page> pages_of(const std::string& name, const std::vector<std::string>& texts);

// The mustache template filled in. Every {{value}} is escaped as Markdown, so that the template
// holds the only Markdown there is; {{{value}}} is put on one line as plain text, for code blocks
// and for reports that are not Markdown.
// Several blank lines become one.
std::string filled_template(std::string_view mustache_template, const Page& page);

// The functions below put any text of a file or a model on one line, as text and nothing else.

// In Markdown (GitHub's): no emphasis, link, image, HTML, table cell border, formula or mention.
std::string markdown_text(std::string_view text);

// In LaTeX: no command, group, comment or mathematics.
std::string latex_text(std::string_view text);

}  // namespace sightmark
