#pragma once

#include <string>
#include <string_view>

#include "base/expected.h"

namespace sightmark {

// The SVG document as a PNG on white, `scale` pixels a CSS pixel. Same document, same bytes.
// Nothing outside the document is loaded. Threads may call it at the same time.
Expected<std::string> png_from_svg(std::string_view svg, double scale);

}  // namespace sightmark
