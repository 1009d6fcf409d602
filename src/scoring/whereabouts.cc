#include "scoring/whereabouts.h"

#include <algorithm>

namespace sightmark {
namespace {

using Values = std::vector<std::string_view>;

Place place_of(const Values& directions) {
  Place place;
  for (const std::string_view direction : directions) {
    if (direction == "left") place.column = -1;
    if (direction == "right") place.column = 1;
    if (direction == "above") place.row = -1;
    if (direction == "below") place.row = 1;
  }
  const bool is_central =
      std::find(directions.begin(), directions.end(), "centre") != directions.end();
  if (is_central && !place.column) place.column = 0;
  if (is_central && !place.row) place.row = 0;
  return place;
}

std::string_view relation_of(std::string_view direction) {
  if (direction == "left") return "left of";
  if (direction == "right") return "right of";
  return direction == "centre" ? "" : direction;
}

// The place of the next word that may belong to the whereabouts: "left of [and] above".
std::size_t next_part(std::span<const Word> words, std::size_t place) {
  place = skip_fillers(words, place);
  return kind_at(words, place) == WordKind::And ? skip_fillers(words, place + 1) : place;
}

}  // namespace

std::size_t skip_fillers(std::span<const Word> words, std::size_t place) {
  while (kind_at(words, place) == WordKind::Filler || kind_at(words, place) == WordKind::Definite) {
    ++place;
  }
  return place;
}

Whereabouts whereabouts(std::span<const Word> words, std::size_t place) {
  Whereabouts found{.end = place};
  Values directions;
  for (;; place = next_part(words, found.end)) {
    const WordKind kind = kind_at(words, place);
    const bool is_object_next = found.is_relation &&
                                kind_at(words, found.end - 1) != WordKind::Direction &&
                                kind_at(words, found.end) != WordKind::And;
    if (is_object_next) break;
    if (kind == WordKind::Direction) {
      directions.push_back(words[place].value);
    } else if (kind == WordKind::Relation) {
      found.is_relation = true;
      found.relations.push_back(words[place].value);
    } else if (kind == WordKind::Of && !directions.empty()) {
      found.is_relation = true;
    } else {
      break;
    }
    found.end = place + 1;
  }
  const std::size_t after = skip_fillers(words, found.end);
  if (kind_at(words, after) == WordKind::Picture) found.is_relation = false;  // "of the image"
  found.place = place_of(directions);
  for (const std::string_view direction : directions) {
    found.relations.push_back(relation_of(direction));
  }
  std::erase(found.relations, "");
  return found;
}

}  // namespace sightmark
