#include "scene/scene_set.h"

#include <fmt/format.h>

#include "base/file.h"
#include "scene/raster.h"
#include "scene/scene_png.h"
#include "scene/truth.h"

namespace sightmark {

Expected<void> write_scenes(const std::filesystem::path& folder, std::size_t count,
                            std::uint64_t seed) {
  if (auto made = make_folder(folder); !made) return made;
  std::string manifest;
  for (std::size_t i = 0; i < count; ++i) {
    const Scene scene = make_scene(seed, i);
    const std::string name = fmt::format("scene_{:04}.png", i + 1);
    auto written = write_file(folder / name, scene_png(draw(scene)));
    if (!written) return written;
    manifest += truth_json(scene, name) + '\n';
  }
  return write_file(folder / "manifest.jsonl", manifest);
}

}  // namespace sightmark
