#pragma once

#include <string>

#include "scene/raster.h"

namespace sightmark {

// The picture as a PNG file. The bytes depend on the pixels alone, not on the version of a library:
// a compressor of our own that only knows runs, which is what drawn scenes are made of.
std::string scene_png(const Raster& raster);

}  // namespace sightmark
