#include "scoring/answer_relation.h"

#include <algorithm>
#include <optional>

namespace sightmark {
namespace {

using Values = std::vector<std::string_view>;
using Things = std::vector<std::size_t>;

// In which third of the picture something is; empty if that is not said.
struct Place {
  std::optional<int> column, row;  // -1: left and top, 0: centre, 1: right and bottom
};

// Words in a row that say where something is: "to the left of and above" is a relation, "in the top
// left corner" a place.
struct Whereabouts {
  Place place;
  Values relations;  // "left of", ...; none where it is not judged
  bool is_relation = false;
  std::size_t end;  // the place of the word after them
};

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

// The first place from `place` on whose word says something.
std::size_t skip_fillers(std::span<const Word> words, std::size_t place) {
  while (kind_at(words, place) == WordKind::Filler || kind_at(words, place) == WordKind::Definite) {
    ++place;
  }
  return place;
}

// The place of the next word that may belong to the whereabouts: "left of [and] above".
std::size_t next_part(std::span<const Word> words, std::size_t place) {
  place = skip_fillers(words, place);
  return kind_at(words, place) == WordKind::And ? skip_fillers(words, place + 1) : place;
}

// At the place of a Direction or a Relation.
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

class Reader {
 public:
  Reader(std::span<const Word> words, const SaidThings& said) : words_(words), said_(said) {}

  std::vector<SaidRelation> read() {
    for (std::size_t i = 0; i < words_.size();) i = take(i);
    return std::move(relations_);
  }

 private:
  // Takes the word at that place; returns the place to go on from.
  std::size_t take(std::size_t i) {
    if (said_.thing_at[i]) {
      name(*said_.thing_at[i], i);
      return i + 1;
    }
    switch (words_[i].kind) {
      case WordKind::Direction:
      case WordKind::Relation:
        return take_whereabouts(i);
      case WordKind::Number:
      case WordKind::Definite:
      case WordKind::Another:
      case WordKind::Colour:
      case WordKind::Size:
      case WordKind::Filler:
        return i + 1;
      case WordKind::And:
      case WordKind::Comma:
        is_list_ = true;
        pending_.reset();
        return i + 1;
      case WordKind::Order:
        order_ = words_[i].value;
        return i + 1;
      case WordKind::Pronoun:
        take_pronoun();
        return i + 1;
      case WordKind::Which:
        if (!named_.empty()) subjects_ = {named_.back()};
        break;
      case WordKind::Verb:
        has_verb_ = !subjects_.empty();
        break;
      case WordKind::Line:
      case WordKind::Stop:
        end_sentence(words_[i].kind == WordKind::Stop);
        break;
      default:
        break;
    }
    pending_.reset();
    is_list_ = false;
    return i + 1;
  }

  void end_sentence(bool ends_order) {
    if (!subjects_.empty()) topic_ = subjects_.front();
    if (!named_.empty()) previous_ = named_.back();
    subjects_.clear();
    named_.clear();
    chain_.reset();
    inverted_.reset();
    has_verb_ = is_object_ = false;
    pending_place_.reset();
    if (ends_order) order_ = {};
  }

  std::size_t take_whereabouts(std::size_t i) {
    const Whereabouts found = whereabouts(words_, i);
    const bool is_of_pronoun = i > 0 && words_[i - 1].kind == WordKind::Pronoun;  // "its left"
    inverted_.reset();
    chain_.reset();
    if (found.is_relation) {
      pending_ = found.relations;
    } else if (is_of_pronoun) {
      relate_to_pronoun(found.relations);
    } else if (!named_.empty() && !has_place_) {
      put(named_.back(), found.place);
    } else {
      pending_place_ = found.place;
    }
    is_list_ = false;
    return found.end;
  }

  // "A and B are left of" says it of both, "A and B left of" of the last.
  Things speakers() const {
    if (has_verb_ || subjects_.empty()) return subjects_;
    return {subjects_.back()};
  }

  void take_pronoun() {
    if (pending_) {
      relate_to_pronoun(*pending_);
      pending_.reset();
    } else if (subjects_.empty() && topic_) {
      subjects_ = {*topic_};
    }
  }

  // "A is behind B and left of it" means B, "A, with B left of it" means A.
  void relate_to_pronoun(const Values& relations) {
    if (is_object_) {
      relate(speakers(), relations, named_.back());
    } else if (named_.size() >= 2) {
      relate({named_.back()}, relations, named_[named_.size() - 2]);
    } else if (named_.size() == 1 && previous_) {
      relate({named_.back()}, relations, *previous_);
    } else if (named_.empty() && previous_) {
      inverted_ = Inverted{relations, *previous_};
    }
  }

  void name(std::size_t thing, std::size_t i) {
    const WordKind after = kind_at(words_, skip_fillers(words_, i + 1));
    const bool begins_clause =
        after == WordKind::Verb || after == WordKind::Relation || after == WordKind::Direction;
    is_object_ = pending_ && !subjects_.empty();
    if (is_object_) {
      chain_ = Chain{speakers(), *pending_};
      relate(chain_->subjects, chain_->relations, thing);
    } else if (pending_) {
      inverted_ = Inverted{*pending_, thing};
    } else if (inverted_ && (!inverted_->is_stated || (is_list_ && !begins_clause))) {
      inverted_->is_stated = true;
      relate({thing}, inverted_->relations, inverted_->object);
      subjects_ = {thing};
    } else if (!order_.empty() && last_) {
      relate({*last_}, {order_}, thing);
      subjects_ = {thing};
    } else if (chain_ && is_list_ && !begins_clause) {
      relate(chain_->subjects, chain_->relations, thing);
    } else {
      chain_.reset();
      if (!is_list_ || has_verb_) subjects_.clear();
      subjects_.push_back(thing);
      has_verb_ = false;
    }
    pending_.reset();
    is_list_ = false;
    has_place_ = false;
    named_.push_back(thing);
    last_ = order_.empty() ? std::nullopt : std::optional(thing);
    if (pending_place_) put(thing, *pending_place_);
    pending_place_.reset();
  }

  void relate(const Things& subjects, const Values& relations, std::size_t object) {
    for (const std::size_t subject : subjects) {
      if (subject == object) continue;
      for (const std::string_view relation : relations) {
        relations_.push_back({subject, relation, object});
      }
    }
  }

  void put(std::size_t thing, const Place& place) {
    has_place_ = true;
    if (placed_) {
      const Place& before = placed_->place;
      if (before.column && place.column && before.column != place.column) {
        relate({placed_->thing}, {before.column < place.column ? "left of" : "right of"}, thing);
      }
      if (before.row && place.row && before.row != place.row) {
        relate({placed_->thing}, {before.row < place.row ? "above" : "below"}, thing);
      }
    }
    placed_ = {thing, place};
  }

  struct Chain {
    Things subjects;
    Values relations;
  };
  struct Inverted {
    Values relations;
    std::size_t object;
    bool is_stated = false;
  };
  struct Placed {
    std::size_t thing;
    Place place;
  };

  std::span<const Word> words_;
  const SaidThings& said_;
  std::vector<SaidRelation> relations_;
  Things subjects_;                   // that the sentence is about
  Things named_;                      // in this sentence
  bool has_verb_ = false;             // after the subjects
  bool is_list_ = false;              // "and" or a comma was last
  bool is_object_ = false;            // the thing named last is one that others relate to
  bool has_place_ = false;            // the thing named last
  std::optional<Values> pending_;     // relations whose object comes next
  std::optional<Chain> chain_;        // said already, of which more objects may come
  std::optional<Inverted> inverted_;  // "left of B": the subject comes next
  std::optional<Place> pending_place_;
  std::optional<Placed> placed_;
  std::optional<std::size_t> topic_, previous_;  // of sentences before: subject, last name
  std::string_view order_;                       // of what is named from here on
  std::optional<std::size_t> last_;              // named in that order
};

}  // namespace

std::vector<SaidRelation> said_relations(std::span<const Word> words, const SaidThings& said) {
  return Reader(words, said).read();
}

}  // namespace sightmark
