#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace sightmark {

// Something that an answer says is there. Its texts are of the vocabulary.
struct Thing {
  std::string_view shape;
  std::string_view colour, size;  // empty: not said
  std::optional<int> count = 1;   // nothing: several
};

// How a thing is named.
enum class Naming {
  New,       // "a circle", "circle"
  Numbered,  // "two circles": new, unless it repeats what a sentence before said
  Known      // "the circle": one named before, where there is one
};

// The things that were named so far.
class ThingList {
 public:
  // Takes a name; returns the place of the thing that it names, which learns what it adds.
  std::size_t name(const Thing& thing, Naming naming);
  void end_sentence() { ++sentence_; }

  // What the name does not say, but the sentence.
  void add_qualities(std::size_t place, std::string_view colour, std::string_view size);
  const Thing& operator[](std::size_t place) const { return things_[place]; }

  std::vector<Thing> take() && { return std::move(things_); }

 private:
  std::optional<std::size_t> last_like(const Thing& thing) const;
  bool repeats_total(const Thing& thing) const;

  std::vector<Thing> things_;
  std::vector<std::size_t> sentence_of_;  // in which a thing was named first
  std::size_t sentence_ = 0;
};

}  // namespace sightmark
