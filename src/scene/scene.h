#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

// Synthetic scenes: a few coloured shapes before a simple landscape or room, whose truth is known
// because they were drawn from it. Everything is decided and drawn with integers, so that a seed
// gives the same bytes on every machine, and image sets of different devices have the same hash.
namespace sightmark {

inline constexpr int kSceneSide = 192;  // pixels; the bundled model's input, so nothing is resized
inline constexpr int kSceneObjectLimit = 4;

enum class Shape { Circle, Square, Triangle, Diamond, Star, Cross };
enum class Colour { Red, Orange, Yellow, Green, Blue, Purple };
enum class ObjectSize { Small, Medium, Large };
enum class Location { Meadow, Beach, Desert, Snowfield, Room };
enum class Light { Day, Dusk, Night };
enum class Relation { LeftOf, RightOf, Above, Below };

struct Rgb {
  int red, green, blue;  // 0 to 255

  bool operator==(const Rgb&) const = default;
};

struct SceneObject {
  Shape shape;
  Colour colour;
  ObjectSize size;
  int x, y;    // of the centre; pixels from the top left
  int radius;  // pixels; the object reaches at most 1.15 times as far
  Rgb fill;    // a shade of `colour`

  bool operator==(const SceneObject&) const = default;
};

struct Scene {
  Location location;
  Light light;
  int horizon;                       // the row where the ground begins
  std::vector<SceneObject> objects;  // from left to right

  bool operator==(const Scene&) const = default;
};

// The scene of that number among those of the seed; it depends on no other scene.
//
// 1 to kSceneObjectLimit objects, each count as often as the others; location and light likewise.
// Shape, colour and size are uniform, but an object after the first takes shape and colour of an
// earlier one in 3 of 10 cases, so that there is something to count. (Where no room is left, sizes
// are drawn again, so full scenes have fewer large objects.) No two objects touch, and what a
// relation or a place could be doubted in does not occur: centres keep 4 pixels away from the lines
// between places, differ by 8 or more from left to right, and by 12 or more in how far they are
// apart across and down.
Scene make_scene(std::uint64_t seed, std::uint64_t index);

// "circle", "red", "small", "meadow", "dusk", "left of", ...
std::string_view name(Shape shape);
std::string_view name(Colour colour);
std::string_view name(ObjectSize size);
std::string_view name(Location location);
std::string_view name(Light light);
std::string_view name(Relation relation);

// Where in the picture it is, by thirds: "top left", "top", "top right", "left", "centre", ...
std::string_view place(const SceneObject& object);

// What is true of `subject` towards `object`: one of left and right, and one of above and below
// where the centres differ by 8 pixels or more.
std::vector<Relation> relations(const SceneObject& subject, const SceneObject& object);

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
