#include "figures/panel_limit.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/number.h"

namespace sightmark {

Panels shown_panels(std::vector<Panel> panels, std::vector<std::string>& footnotes) {
  constexpr std::size_t kLimit = 24;
  std::vector<std::string> rest;
  for (std::size_t i = kLimit; i < panels.size(); ++i) rest.push_back(panels[i].title);
  if (!rest.empty()) {
    footnotes.push_back(fmt::format("No room for {}: {}.", counted(rest.size(), "more panel"),
                                    fmt::join(rest, "; ")));
    panels.resize(kLimit);
  }
  return {std::move(panels)};
}

}  // namespace sightmark
