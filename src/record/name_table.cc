#include "record/name_table.h"

namespace sightmark {

// Most records name the image of the one before, and the tasks in the same order as for the image
// before: so the latest name and the one after it are looked at first.
std::uint32_t NameTable::index_of(std::string_view name) {
  if (is_at(latest_, name)) return latest_;
  const std::uint32_t following = latest_ + 1 < names_.size() ? latest_ + 1 : 0;
  if (is_at(following, name)) return latest_ = following;
  if (const auto known = find(name)) return latest_ = *known;

  latest_ = static_cast<std::uint32_t>(names_.size());
  names_.push_back(texts_.keep(name));
  index_by_name_.emplace(names_.back(), latest_);
  return latest_;
}

std::optional<std::uint32_t> NameTable::find(std::string_view name) const {
  const auto known = index_by_name_.find(name);
  return known == index_by_name_.end() ? std::nullopt : std::optional(known->second);
}

}  // namespace sightmark
