#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/expected.h"

namespace sightmark {

// An image that a set shall have; it is not read yet, so it may be missing or no image at all.
struct ListedImage {
  std::filesystem::path path;  // absolute
  std::string name;            // valid UTF-8 on one line; distinct where the paths are
  std::string truth;           // one JSON object on a line; empty if unknown
  std::string place;           // where it is listed, "list.txt:3"; empty: in no file
};

struct ImageList {
  std::vector<ListedImage> images;
  std::vector<std::string> warnings;
};

// The files in and below a folder whose names end as those of images do, in order of name, which is
// the path below the folder. Hidden files and folders are passed over; links are followed, but no
// folder is visited twice. Fails where the folder cannot be read.
Expected<ImageList> list_folder(const std::filesystem::path& folder);

// The images of a manifest, in its order. A name is the file's name where no other line has that
// one, else its path from the manifest. Fails with file and line.
Expected<ImageList> list_manifest(const std::filesystem::path& manifest);

// Whether a file's name ends in .jpg, .jpeg, .png or .webp, in letters of either case.
bool is_named_as_image(const std::filesystem::path& path);

}  // namespace sightmark
