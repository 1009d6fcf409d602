#include "scoring/answer_thing.h"

#include <algorithm>

namespace sightmark {
namespace {

bool ends_sentence(const Word& word) {
  return word.kind == WordKind::Line || word.kind == WordKind::Stop;
}

bool agree(std::string_view a, std::string_view b) { return a.empty() || b.empty() || a == b; }

bool may_be(const Thing& one, const Thing& other) {
  return one.shape == other.shape && agree(one.colour, other.colour) &&
         agree(one.size, other.size) && (!one.count || !other.count || one.count == other.count);
}

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
  std::size_t name(const Thing& thing, Naming naming) {
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

  // What the name does not say, but the sentence.
  void add_qualities(std::size_t place, std::string_view colour, std::string_view size) {
    Thing& thing = things_[place];
    if (thing.colour.empty()) thing.colour = colour;
    if (thing.size.empty()) thing.size = size;
  }

  void end_sentence() { ++sentence_; }
  const Thing& operator[](std::size_t place) const { return things_[place]; }

  std::vector<Thing> take() && { return std::move(things_); }

 private:
  // One of the same colour first.
  std::optional<std::size_t> last_like(const Thing& thing) const {
    std::optional<std::size_t> found;
    for (std::size_t i = things_.size(); i-- > 0;) {
      if (!may_be(things_[i], thing)) continue;
      if (things_[i].colour == thing.colour) return i;
      if (!found) found = i;
    }
    return found;
  }

  bool repeats_total(const Thing& thing) const {
    int total = 0;
    for (std::size_t i = 0; i < things_.size(); ++i) {
      const bool is_same = things_[i].shape == thing.shape && things_[i].colour == thing.colour;
      if (is_same && sentence_of_[i] < sentence_) total += things_[i].count.value_or(0);
    }
    return total == thing.count;
  }

  std::vector<Thing> things_;
  std::vector<std::size_t> sentence_of_;  // in which a thing was named first
  std::size_t sentence_ = 0;
};

// What stands before a shape, until one comes.
struct Described {
  std::vector<std::string_view> colours;
  std::string_view size;
  std::optional<int> number;
  bool has_article = false, is_definite = false, is_another = false;
  bool has_gap = false;  // an unknown word came after: it may be the noun meant

  bool has_quality() const { return !colours.empty() || !size.empty(); }
};

class Reader {
 public:
  explicit Reader(std::span<const Word> words) : words_(words), thing_at_(words.size()) {}

  SaidThings read() {
    for (at_ = 0; at_ < words_.size(); ++at_) {
      take(words_[at_]);
      if (words_[at_].kind != WordKind::Filler) latest_ = words_[at_];
    }
    end_description();
    return {std::move(things_).take(), std::move(thing_at_)};
  }

 private:
  void take(const Word& word) {
    switch (word.kind) {
      case WordKind::Shape:
        shape_ = word.value;
        name(word.is_plural);
        break;
      case WordKind::One:
        if (!shape_.empty()) name(true);
        break;
      case WordKind::Colour:
        if (latest_.kind == WordKind::Colour) described_.colours.clear();  // "reddish orange"
        described_.colours.push_back(word.value);
        break;
      case WordKind::Size:
        described_.size = word.value;
        break;
      case WordKind::Number:
        take_number(word);
        break;
      case WordKind::Definite:
      case WordKind::Another:
        end_description();
        described_.is_definite = word.kind == WordKind::Definite;
        described_.is_another = word.kind == WordKind::Another;
        break;
      case WordKind::Negation:
        end_description();
        is_negated_ = true;
        break;
      case WordKind::And:
      case WordKind::Comma:
        if (described_.has_gap) described_ = {};
        is_negated_ = false;
        break;
      case WordKind::Filler:
      case WordKind::Direction:
        break;
      case WordKind::Location:
      case WordKind::Light:
      case WordKind::Picture:
        described_ = {};
        break;
      case WordKind::Other:
        if (is_predicate_) end_description();
        described_.has_gap = true;
        break;
      default:
        end_description();
        begin_predicate(word);
    }
    if (!ends_sentence(word)) return;
    things_.end_sentence();
    sentence_begin_ = mentioned_.size();
    is_predicate_ = is_negated_ = false;
  }

  // "a red one" is one of the shape named last.
  void take_number(const Word& word) {
    if (listed_at_ == at_) return;
    const bool is_one = word.value == "1" && !shape_.empty() &&
                        (latest_.kind == WordKind::Colour || latest_.kind == WordKind::Size);
    if (is_one) return name(false);
    const bool is_definite = described_.is_definite && !described_.has_quality();
    end_description();
    described_.is_definite = is_definite;
    described_.has_article = word.value == "a";
    described_.number = word.number;
  }

  // After "the circle is", "circle:" or "it is" comes what the thing is like.
  void begin_predicate(const Word& word) {
    const bool is_after_name = at_ > 0 && latest_.kind == WordKind::Shape;
    const bool is_after_number = latest_.kind == WordKind::Number && listed_at_;
    const bool is_after_pronoun =
        latest_.kind == WordKind::Pronoun || latest_.kind == WordKind::Which;
    is_predicate_ = !mentioned_.empty() &&
                    ((word.kind == WordKind::Verb && (is_after_name || is_after_pronoun)) ||
                     (word.kind == WordKind::Mark && (is_after_name || is_after_number)));
    is_of_several_ = word.kind == WordKind::Verb && !word.value.empty();
    if (word.kind == WordKind::Verb) is_negated_ = false;
  }

  // Gives what was described and not named to what the sentence is about.
  void end_description() {
    const bool is_short = described_.number && !described_.has_article && !described_.has_gap &&
                          !described_.colours.empty() && sentence_begin_ < mentioned_.size();
    if (is_short) {
      name(false);  // "three circles: two red, one blue"
    } else if (is_predicate_ && described_.has_quality()) {
      give_qualities();
    }
    described_ = {};
  }

  void give_qualities() {
    const std::size_t first = is_of_several_ && sentence_begin_ < mentioned_.size()
                                  ? sentence_begin_
                                  : mentioned_.size() - 1;
    std::size_t latest = 0;  // "red and blue, respectively"
    if (described_.colours.empty()) described_.colours.emplace_back();
    for (std::size_t i = first; i < mentioned_.size(); ++i) {
      const bool takes_colour = things_[mentioned_[i]].colour.empty();
      things_.add_qualities(mentioned_[i], described_.colours[latest], described_.size);
      if (takes_colour) latest = std::min(latest + 1, described_.colours.size() - 1);
    }
  }

  // Takes a shape with what was described before it.
  void name(bool is_plural) {
    Described described = std::move(described_);
    described_ = {};
    is_predicate_ = false;
    listed_at_ = listed_place();
    if (listed_at_) {
      described.number = words_[*listed_at_].number;
      described.has_article = false;
    }
    if (is_negated_ || described.number == 0) return;
    if (described.has_article && is_plural) described.number.reset();  // "a group of circles"
    if (described.colours.empty()) described.colours.emplace_back();
    for (const std::string_view colour : described.colours) {
      Thing thing{shape_, colour, described.size};
      if (described.colours.size() == 1) {
        thing.count = described.number ? described.number
                      : is_plural      ? std::nullopt
                                       : std::optional(1);
      } else if (is_plural && described.number != static_cast<int>(described.colours.size())) {
        thing.count.reset();  // "four red and blue circles" does not say how many of each
      }
      mention(thing, described);
    }
  }

  // Where the number after a name stands, as in "red circles: 2" and "red circles (2)".
  std::optional<std::size_t> listed_place() const {
    const auto kind = [&](std::size_t i) { return kind_at(words_, i); };
    std::size_t i = at_ + 1;
    while (kind(i) == WordKind::Filler) ++i;
    if (kind(i) == WordKind::Mark && kind(i + 1) == WordKind::Number) {
      const bool is_of_next = kind(i + 2) == WordKind::Colour || kind(i + 2) == WordKind::Size;
      if (is_of_next || words_[i + 1].value == "a") return std::nullopt;
      return i + 1;
    }
    const bool ends_item = kind(i + 1) == WordKind::Line || kind(i + 1) == WordKind::Stop ||
                           kind(i + 1) == WordKind::Comma;
    if (kind(i) != WordKind::Number || !ends_item) return std::nullopt;
    return i;
  }

  void mention(const Thing& thing, const Described& described) {
    Naming naming = described.number && !described.has_article ? Naming::Numbered : Naming::New;
    if (described.is_definite || !thing.count) naming = Naming::Known;
    if (described.is_another) naming = Naming::New;
    mentioned_.push_back(things_.name(thing, naming));
    if (at_ < thing_at_.size()) thing_at_[at_] = mentioned_.back();
  }

  std::span<const Word> words_;
  std::size_t at_ = 0;
  Word latest_;             // before the word at hand, fillers left out
  std::string_view shape_;  // named last
  Described described_;
  bool is_predicate_ = false, is_of_several_ = false, is_negated_ = false;
  std::optional<std::size_t> listed_at_;  // the number after the latest name
  std::size_t sentence_begin_ = 0;        // where in mentioned_ the sentence begins
  std::vector<std::size_t> mentioned_;    // things, in the order of their names
  ThingList things_;
  std::vector<std::optional<std::size_t>> thing_at_;
};

}  // namespace

SaidThings said_things(std::span<const Word> words) { return Reader(words).read(); }

std::vector<std::string_view> said_values(std::span<const Word> words, WordKind kind) {
  std::vector<std::string_view> values;
  bool is_negated = false;
  for (const Word& word : words) {
    if (word.kind == kind && !is_negated) values.push_back(word.value);
    const bool ends_negation = ends_sentence(word) || word.kind == WordKind::Comma ||
                               word.kind == WordKind::And || word.kind == WordKind::Verb;
    is_negated = word.kind == WordKind::Negation || (is_negated && !ends_negation);
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

}  // namespace sightmark
