#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace sightmark {

// Told of each step done: what is under way ("reading runs"), how many steps are done and of how
// many. May be called from any thread, but from one at a time.
using Progress = std::function<void(std::string_view stage, std::size_t done, std::size_t total)>;

}  // namespace sightmark
