#include "page/html_report.h"

#include <fmt/format.h>

#include "asset/asset.h"
#include "base/hash.h"
#include "page/page_data.h"

namespace sightmark {
namespace {

std::string source(std::string_view text) {
  return fmt::format("'sha256-{}'", sha256_base64(text));
}

// Nothing may be loaded from anywhere, and no script or style runs but those of these hashes.
std::string policy(std::string_view style, std::initializer_list<std::string_view> scripts) {
  std::string hashes;
  for (const std::string_view script : scripts) hashes += ' ' + source(script);
  return fmt::format(
      "default-src 'none'; script-src{}; style-src {}; img-src data:; base-uri 'none'; "
      "form-action 'none'",
      hashes, source(style));
}

// The template with each of its marks, "{{name}}" in this order, replaced by a part.
std::string filled(std::string_view page,
                   std::initializer_list<std::pair<std::string_view, std::string_view>> parts) {
  std::string text;
  for (const auto& [mark, part] : parts) {
    const std::size_t at = page.find(mark);
    text.append(page.substr(0, at)).append(part);
    page.remove_prefix(at + mark.size());
  }
  return text.append(page);
}

}  // namespace

std::string html_report(const Study& study, const PageContents& contents) {
  const std::string policy_text = policy(report_css(), {echarts_js(), chart_js(), report_js()});
  return filled(report_html(), {{"{{policy}}", policy_text},
                                {"{{style}}", report_css()},
                                {"{{data}}", page_data(study, contents)},
                                {"{{echarts}}", echarts_js()},
                                {"{{chart}}", chart_js()},
                                {"{{script}}", report_js()}});
}

}  // namespace sightmark
