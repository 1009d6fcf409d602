#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/expected.h"
#include "scene/scene.h"

namespace sightmark {

// What is true of a scene, as one line of a manifest without its newline:
//
//   {"image": "scene_0001.png", "width": 192, "height": 192,
//    "setting": {"location": "meadow", "light": "dusk"},
//    "objects": [{"shape": "circle", "colour": "red", "size": "small", "place": "top left",
//                 "x": 40, "y": 52, "radius": 13}, ...],
//    "relations": [{"subject": 0, "relation": "left of", "object": 1}, ...]}
//
// Objects stand from left to right; x and y are their centres and radius their extent, in pixels
// from the top left. `relations` holds all that are true, in both directions, by the objects'
// index. The words are those of name() and place() in scene/scene.h.
std::string truth_json(const Scene& scene, std::string_view image);

// Writes the first `count` scenes of the seed to `folder`, which is made if it is missing:
// scene_0001.png, ... and manifest.jsonl, a line a scene, which `run --images` reads. Files of
// these names are replaced. Fails if something cannot be written.
Expected<void> write_scenes(const std::filesystem::path& folder, std::size_t count,
                            std::uint64_t seed);

}  // namespace sightmark
