#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "base/expected.h"

namespace sightmark {

// Writes the first `count` scenes of the seed to `folder`, which is made where it is missing:
// scene_0001.png, ... and manifest.jsonl, a line a scene (scene/truth.h), which `run --images`
// reads. Files of these names are replaced. Fails where something cannot be written.
Expected<void> write_scenes(const std::filesystem::path& folder, std::size_t count,
                            std::uint64_t seed);

}  // namespace sightmark
