#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "record/text_store.h"

namespace sightmark {

// Gives each distinct name an index, in order of first appearance, and keeps one copy of it.
class NameTable {
 public:
  // The index of `name`, which is added where it is new.
  std::uint32_t index_of(std::string_view name);

  // Good as long as the table, also when it is moved.
  std::string_view name(std::uint32_t index) const { return names_[index]; }
  std::size_t size() const { return names_.size(); }

 private:
  bool is_at(std::uint32_t index, std::string_view name) const {
    return index < names_.size() && names_[index] == name;
  }

  TextStore texts_;
  std::vector<std::string_view> names_;
  std::unordered_map<std::string_view, std::uint32_t> index_by_name_;
  std::uint32_t latest_ = 0;
};

}  // namespace sightmark
