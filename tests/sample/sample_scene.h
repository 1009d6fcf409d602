#pragma once

#include <string>
#include <string_view>

#include "sample/random.h"
#include "scene/scene.h"

namespace sightmark {

// The scene as somebody sees it who mistakes each shape, colour, size and setting, and left for
// right, with this probability.
Scene mistaken(Scene scene, double mistake_probability, Random& random);

// What somebody says of it who sees it so, in plain English, by the task's name.
std::string scene_answer(std::string_view task, const Scene& scene);

}  // namespace sightmark
