#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sightmark {

// Gives each distinct name an index, in order of first appearance.
class NameTable {
 public:
  // The index of `name`, which is added where it is new.
  std::uint32_t index_of(std::string_view name);

  // Good as long as the table, also when it is moved.
  std::string_view name(std::uint32_t index) const { return names_[index]; }
  std::size_t size() const { return names_.size(); }
  std::vector<std::string> names() const { return {names_.begin(), names_.end()}; }

 private:
  std::deque<std::string> names_;  // which stay where they are
  std::unordered_map<std::string_view, std::uint32_t> index_by_name_;
  std::uint32_t latest_ = 0;
};

}  // namespace sightmark
