#pragma once

#include <string>
#include <string_view>

// Text from files and models as text in a document, whatever it says. All of them put it on one
// line.
namespace sightmark {

// In Markdown (GitHub's): no emphasis, link, image, HTML, table cell border, formula or mention.
std::string markdown_text(std::string_view text);

// In LaTeX: no command, group, comment or mathematics.
std::string latex_text(std::string_view text);

}  // namespace sightmark
