#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

namespace sightmark {

// An image to be asked about. Its size is read from its header; it is not decoded.
struct Image {
  std::filesystem::path path;  // absolute
  std::string name;            // unique in the set: the file's name, or its path below the folder
  std::string media_type;      // "image/jpeg", "image/png", "image/webp"
  std::size_t width, height;   // pixels
  std::string truth;           // its ground truth, one JSON object on a line; empty if unknown
};

struct ImageSet {
  std::filesystem::path source;  // the folder or manifest
  std::vector<Image> images;     // in order of name, or of the manifest
  std::string sha256;            // over names and contents, in order
  std::vector<std::string> warnings;
};

// Reads a folder of JPEG, PNG and WebP files, or a manifest: a path a line, or a JSON object a line
// ({"image": "a.png", ...}, the rest being ground truth); paths are relative to the manifest. At
// most `limit` images, the first ones. Fails where there is none, or a listed file cannot be read,
// with file and line.
Expected<ImageSet> load_image_set(const std::filesystem::path& source, std::size_t limit);

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
