#include "record/name_table.h"

namespace sightmark {

// Most records name the image of the one before, and the tasks in the same order as for the image
// before: so the latest name and the one after it are looked at first.
std::uint32_t NameTable::index_of(std::string_view name) {
  if (is_at(latest_, name)) return latest_;
  const std::uint32_t following = latest_ + 1 < names_.size() ? latest_ + 1 : 0;
  if (is_at(following, name)) return latest_ = following;
  const auto known = index_by_name_.find(name);
  if (known != index_by_name_.end()) return latest_ = known->second;

  latest_ = static_cast<std::uint32_t>(names_.size());
  names_.push_back(texts_.keep(name));
  index_by_name_.emplace(names_.back(), latest_);
  return latest_;
}

}  // namespace sightmark
