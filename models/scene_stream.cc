// usage: scene_stream SEED FIRST COUNT
//
// Writes scenes to standard output for models/train.py: for each its truth on a line, then its
// pixels, 3 bytes each, row by row.
#include <cstdio>
#include <cstdlib>

#include "scene/raster.h"
#include "scene/scene_set.h"

int main(int argc, char** argv) {
  using namespace sightmark;
  if (argc != 4) {
    std::fputs("usage: scene_stream SEED FIRST COUNT\n", stderr);
    return 2;
  }
  const std::uint64_t seed = std::strtoull(argv[1], nullptr, 10);
  const std::uint64_t first = std::strtoull(argv[2], nullptr, 10);
  const std::uint64_t count = std::strtoull(argv[3], nullptr, 10);
  for (std::uint64_t i = first; i < first + count; ++i) {
    const Scene scene = make_scene(seed, i);
    const std::string truth = truth_json(scene, "") + '\n';
    const Raster raster = draw(scene);
    if (std::fwrite(truth.data(), 1, truth.size(), stdout) != truth.size() ||
        std::fwrite(raster.rgb.data(), 1, raster.rgb.size(), stdout) != raster.rgb.size()) {
      return 1;  // the reader has enough
    }
  }
}
