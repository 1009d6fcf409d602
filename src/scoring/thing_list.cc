#include "scoring/thing_list.h"

namespace sightmark {
namespace {

bool agree(std::string_view a, std::string_view b) { return a.empty() || b.empty() || a == b; }

bool may_be(const Thing& one, const Thing& other) {
  return one.shape == other.shape && agree(one.colour, other.colour) &&
         agree(one.size, other.size) && (!one.count || !other.count || one.count == other.count);
}

}  // namespace

std::size_t ThingList::name(const Thing& thing, Naming naming) {
  std::optional<std::size_t> known;
  const bool is_known =
      naming == Naming::Known || (naming == Naming::Numbered && repeats_total(thing));
  if (is_known) known = last_like(thing);
  if (!known) {
    things_.push_back(thing);
    sentence_of_.push_back(sentence_);
    return things_.size() - 1;
  }
  add_qualities(*known, thing.colour, thing.size);
  if (!things_[*known].count) things_[*known].count = thing.count;
  return *known;
}

void ThingList::add_qualities(std::size_t place, std::string_view colour, std::string_view size) {
  Thing& thing = things_[place];
  if (thing.colour.empty()) thing.colour = colour;
  if (thing.size.empty()) thing.size = size;
}

// One of the same colour first.
std::optional<std::size_t> ThingList::last_like(const Thing& thing) const {
  std::optional<std::size_t> found;
  for (std::size_t i = things_.size(); i-- > 0;) {
    if (!may_be(things_[i], thing)) continue;
    if (things_[i].colour == thing.colour) return i;
    if (!found) found = i;
  }
  return found;
}

bool ThingList::repeats_total(const Thing& thing) const {
  int total = 0;
  for (std::size_t i = 0; i < things_.size(); ++i) {
    const bool is_same = things_[i].shape == thing.shape && things_[i].colour == thing.colour;
    if (is_same && sentence_of_[i] < sentence_) total += things_[i].count.value_or(0);
  }
  return total == thing.count;
}

}  // namespace sightmark
