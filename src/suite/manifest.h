#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

namespace sightmark {

// A line of a manifest: an image and its ground truth.
struct ManifestEntry {
  std::string image;        // its path, as it is written there
  std::string truth;        // one JSON object on a line; empty if unknown
  std::size_t line_number;  // from 1

  bool operator==(const ManifestEntry&) const = default;
};

enum class ManifestForm { Paths, JsonLines };

// The entries of a manifest: a path a line, or {"image": path, ...} a line. Blank lines and those
// that start with # are passed over. Fails with the number of a line ("3: what is wrong").
Expected<std::vector<ManifestEntry>> parse_manifest(std::string_view text, ManifestForm form);

}  // namespace sightmark
