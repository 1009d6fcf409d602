#include "record/name_table.h"

namespace sightmark {

// Most records name the image of the one before.
std::uint32_t NameTable::index_of(std::string_view name) {
  if (latest_ < names_.size() && names_[latest_] == name) return latest_;
  const auto known = index_by_name_.find(name);
  if (known != index_by_name_.end()) return latest_ = known->second;

  latest_ = static_cast<std::uint32_t>(names_.size());
  index_by_name_.emplace(names_.emplace_back(name), latest_);
  return latest_;
}

}  // namespace sightmark
