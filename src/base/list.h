#pragma once

#include <functional>
#include <type_traits>
#include <vector>

namespace sightmark {

// What `make`, a function or a member, gives for each item.
template <typename Items, typename Make>
auto list_of(const Items& items, Make make) {
  std::vector<std::decay_t<std::invoke_result_t<Make&, decltype(*std::begin(items))>>> list;
  for (const auto& item : items) list.push_back(std::invoke(make, item));
  return list;
}

}  // namespace sightmark
