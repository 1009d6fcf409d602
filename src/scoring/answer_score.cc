#include "scoring/answer_score.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "scoring/answer_relation.h"
#include "scoring/answer_thing.h"

namespace sightmark {
namespace {

// A shape and its colour, which is empty where an answer names none.
using Kind = std::pair<std::string_view, std::string_view>;

Kind kind_of(const TrueObject& object) { return {object.shape, object.colour}; }

bool is_of(const TrueObject& object, const Kind& kind) {
  return object.shape == kind.first && (kind.second.empty() || object.colour == kind.second);
}

std::size_t count_of(const ImageTruth& truth, const Kind& kind) {
  return static_cast<std::size_t>(
      std::count_if(truth.objects.begin(), truth.objects.end(),
                    [&](const TrueObject& object) { return is_of(object, kind); }));
}

// How many of each kind an answer names; nothing for several. A shape without a colour is a way to
// speak of those named with one, where there are such.
using NamedKinds = std::map<Kind, std::optional<std::size_t>>;

NamedKinds named_kinds(const std::vector<Thing>& things) {
  std::set<std::string_view> coloured_shapes;
  for (const Thing& thing : things) {
    if (!thing.colour.empty()) coloured_shapes.insert(thing.shape);
  }
  NamedKinds kinds;
  for (const Thing& thing : things) {
    if (thing.colour.empty() && coloured_shapes.contains(thing.shape)) continue;
    auto& count = kinds.try_emplace({thing.shape, thing.colour}, 0).first->second;
    if (count && thing.count) {
      *count += static_cast<std::size_t>(*thing.count);
    } else {
      count.reset();
    }
  }
  return kinds;
}

std::set<Kind> true_kinds(const ImageTruth& truth) {
  std::set<Kind> kinds;
  for (const TrueObject& object : truth.objects) kinds.insert(kind_of(object));
  return kinds;
}

// "three circles" finds three kinds of circle at most.
Points kinds_found(const NamedKinds& named, const ImageTruth& truth) {
  const std::set<Kind> kinds = true_kinds(truth);
  Points points{0, kinds.size()};
  for (const auto& [kind, count] : named) {
    const auto there =
        static_cast<std::size_t>(std::count_if(kinds.begin(), kinds.end(), [&](const Kind& one) {
          return one.first == kind.first && (kind.second.empty() || one.second == kind.second);
        }));
    points.right += std::min(there, count.value_or(there));
  }
  return points;
}

Points kinds_correct(const NamedKinds& named, const ImageTruth& truth) {
  Points points{0, named.size()};
  for (const auto& [kind, count] : named) points.right += count_of(truth, kind) > 0;
  return points;
}

Points counts(const NamedKinds& named, const ImageTruth& truth) {
  std::size_t counted = 0;
  for (const auto& [kind, count] : named) {
    if (count != count_of(truth, kind)) return {0, 1};
    counted += *count;
  }
  return {counted == truth.objects.size(), 1};
}

// The things as single objects; of several there are as many as could be meant.
std::vector<Thing> single_things(const std::vector<Thing>& things, const ImageTruth& truth) {
  std::vector<Thing> singles;
  for (const Thing& thing : things) {
    const std::size_t there = count_of(truth, {thing.shape, thing.colour});
    const auto said = static_cast<std::size_t>(thing.count.value_or(1));
    singles.insert(singles.end(), thing.count ? std::min(said, truth.objects.size()) : there,
                   thing);
  }
  return singles;
}

// Each object takes a thing of its shape that says it best: colour and size, then colour, then
// size.
Points attributes(const std::vector<Thing>& things, const ImageTruth& truth) {
  std::vector<Thing> left = single_things(things, truth);
  std::vector<const TrueObject*> waiting;
  for (const TrueObject& object : truth.objects) waiting.push_back(&object);
  Points points{0, 2 * truth.objects.size()};
  for (const auto& [with_colour, with_size] :
       {std::pair(true, true), {true, false}, {false, true}}) {
    std::erase_if(waiting, [&](const TrueObject* object) {
      const auto thing = std::find_if(left.begin(), left.end(), [&](const Thing& one) {
        return one.shape == object->shape && (!with_colour || one.colour == object->colour) &&
               (!with_size || one.size == object->size);
      });
      if (thing == left.end()) return false;
      points.right += static_cast<std::size_t>(with_colour) + static_cast<std::size_t>(with_size);
      left.erase(thing);
      return true;
    });
  }
  return points;
}

// The objects that a thing may be; its size counts where it distinguishes them.
std::vector<std::size_t> candidates(const Thing& thing, const ImageTruth& truth) {
  std::vector<std::size_t> of_kind, of_size;
  for (std::size_t i = 0; i < truth.objects.size(); ++i) {
    if (!is_of(truth.objects[i], {thing.shape, thing.colour})) continue;
    of_kind.push_back(i);
    if (truth.objects[i].size == thing.size) of_size.push_back(i);
  }
  return of_size.empty() ? of_kind : of_size;
}

bool is_true(const SaidRelation& said, const std::vector<Thing>& things, const ImageTruth& truth) {
  for (const std::size_t subject : candidates(things[said.subject], truth)) {
    for (const std::size_t object : candidates(things[said.object], truth)) {
      const TrueRelation relation{subject, std::string(said.relation), object};
      if (std::binary_search(truth.relations.begin(), truth.relations.end(), relation)) return true;
    }
  }
  return false;
}

// What is said twice counts once.
Points relations(const std::vector<SaidRelation>& said, const std::vector<Thing>& things,
                 const ImageTruth& truth) {
  if (truth.relations.empty() && truth.objects.size() > 1) return {};  // they are not known
  const auto described = [&](std::size_t thing) {
    return std::tuple(things[thing].shape, things[thing].colour, things[thing].size);
  };
  std::set<std::tuple<decltype(described(0)), std::string_view, decltype(described(0))>> known;
  Points points;
  for (const SaidRelation& one : said) {
    const auto relation_key =
        std::tuple(described(one.subject), one.relation, described(one.object));
    if (!known.insert(relation_key).second) continue;
    points.right += is_true(one, things, truth);
    ++points.all;
  }
  if (points.all == 0 && !truth.relations.empty()) points.all = 1;
  return points;
}

Points setting(const std::vector<Word>& words, const ImageTruth& truth) {
  if (truth.location.empty() || truth.light.empty()) return {};
  using Values = std::vector<std::string_view>;
  const bool is_right = said_values(words, WordKind::Location) == Values{truth.location} &&
                        said_values(words, WordKind::Light) == Values{truth.light};
  return {is_right, 1};
}

}  // namespace

bool can_be_scored(const ImageTruth& truth) {
  const auto is_known = [](WordKind kind, std::string_view value) {
    return value.empty() || is_in_vocabulary(kind, value);
  };
  return is_known(WordKind::Location, truth.location) && is_known(WordKind::Light, truth.light) &&
         std::all_of(truth.objects.begin(), truth.objects.end(), [&](const TrueObject& object) {
           return is_known(WordKind::Shape, object.shape) &&
                  is_known(WordKind::Colour, object.colour) &&
                  is_known(WordKind::Size, object.size);
         });
}

AnswerScore answer_score(std::string_view answer, const ImageTruth& truth) {
  const std::vector<Word> words = answer_words(answer);
  const SaidThings said = said_things(words);
  const NamedKinds named = named_kinds(said.things);
  return {.kinds_found = kinds_found(named, truth),
          .kinds_correct = kinds_correct(named, truth),
          .counts = counts(named, truth),
          .attributes = attributes(said.things, truth),
          .relations = relations(said_relations(words, said), said.things, truth),
          .setting = setting(words, truth)};
}

}  // namespace sightmark
