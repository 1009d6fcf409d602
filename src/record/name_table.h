#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sightmark {

// Gives each distinct name an index, in order of first appearance, so that records can hold
// indices.
class NameTable {
 public:
  // The index of `name`, which is added where it is new.
  std::uint32_t index_of(std::string_view name);

  const std::string& name(std::uint32_t index) const { return names_[index]; }
  const std::vector<std::string>& names() const { return names_; }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  std::vector<std::string> names_;
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> index_by_name_;
  std::uint32_t latest_ = 0;  // records of one image follow each other
};

}  // namespace sightmark
