#include "scoring/vocabulary.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

namespace sightmark {
namespace {

using enum WordKind;

constexpr auto kRows = std::to_array<VocabularyRow>({
    {Shape, "circle",
     "circle|disc|disk|dot|ball|sphere|orb|circular shape|circular object|round shape|round "
     "object"},
    {Shape, "square",
     "square|box|block|cube|rectangle|square shape|square object|rectangular shape|"
     "rectangular object"},  // every square is a rectangle
    {Shape, "triangle", "triangle|pyramid|triangular shape|triangular object"},
    {Shape, "diamond", "diamond|rhombus|lozenge|diamond shape|diamond shaped object"},
    {Shape, "star", "star|star shape|star shaped object"},
    {Shape, "cross",
     "cross|pluses|plus sign|plus symbol|plus shape|cross shape|cross shaped object"},
    // What no drawn scene holds, but an answer may.
    {Shape, "oval", "oval|ellipse"},
    {Shape, "polygon", "polygon|pentagon|hexagon|octagon|trapezoid|parallelogram"},
    {Shape, "heart", "heart"},
    {Shape, "arrow", "arrow"},
    {Shape, "crescent", "crescent"},
    {Shape, "ring", "ring|donut|doughnut"},
    {Shape, "person", "person|people|man|men|woman|women|child|children|boy|girl"},
    {Shape, "animal", "animal|dog|cat|bird|horse|cow|sheep|fish"},
    {Shape, "plant", "tree|bush|flower|cactus|cacti|plant"},
    {Shape, "building", "building|house|tower|hut|tent"},
    {Shape, "vehicle", "vehicle|car|truck|bus|bicycle|boat|ship|airplane"},
    {Shape, "sun", "sun|moon"},
    {Shape, "cloud", "cloud"},
    {Shape, "furniture", "furniture|table|chair|sofa|couch|bed|lamp|window|door"},

    {Colour, "red", "red|reddish|crimson|scarlet|maroon"},
    {Colour, "orange", "orange|amber"},
    {Colour, "yellow", "yellow|yellowish|gold|golden"},
    {Colour, "green", "green|greenish|lime"},
    {Colour, "blue", "blue|bluish|navy|azure"},
    {Colour, "purple", "purple|violet|lavender|lilac|indigo"},
    {Colour, "pink", "pink|magenta"},
    {Colour, "cyan", "cyan|teal|turquoise"},
    {Colour, "brown", "brown|tan|beige"},
    {Colour, "black", "black"},
    {Colour, "white", "white"},
    {Colour, "grey", "grey|gray|silver"},

    {Size, "small", "small|smaller|smallest|little|tiny"},
    {Size, "medium", "medium|mid|middle sized|moderate|moderately"},
    {Size, "large", "large|larger|largest|big|bigger|biggest|huge"},
    {Other, "", "larger than|bigger than|smaller than"},  // of two, not of one

    {Location, "meadow",
     "meadow|grass|grassy|grassland|lawn|pasture|field|green field|green ground"},
    {Location, "beach", "beach|shore|seashore|seaside|coast|ocean|sea"},
    {Location, "desert", "desert|dune|desert field"},
    {Location, "snowfield",
     "snowfield|snow field|snowy field|snow covered field|field of snow|snow|snowy|winter|wintry"},
    {Location, "room", "room|indoors|indoor|interior"},
    {Light, "day", "day|daytime|daylight|sunlight|sunny|sunlit|midday|noon|afternoon|morning"},
    {Light, "dusk",
     "dusk|dusky|sunset|twilight|evening|dawn|sunrise"},  // they look the same in a picture
    {Light, "night",
     "night|nighttime|night time|nightfall|nocturnal|midnight|moonlight|moonlit|starry|"
     "night sky|stars in the sky"},

    {Number, "0", "zero"},
    {Number, "a", "a|an"},
    {Number, "single", "single"},
    {Number, "1", "one"},
    {Number, "2", "two|pair of|couple of"},
    {Number, "3", "three"},
    {Number, "4", "four"},
    {Number, "5", "five"},
    {Number, "6", "six"},
    {Number, "7", "seven"},
    {Number, "8", "eight"},
    {Number, "9", "nine"},
    {Number, "10", "ten"},
    {Definite, "", "the|this|these|those|both|each|every"},
    {Another, "", "another|another one|a second|a third"},
    {Negation, "", "no|not|without|neither|nor|or|isnt|arent|rather than|instead of|than"},
    {Pronoun, "", "it|its|they|them|their"},
    {Which, "", "which|that"},
    {Verb, "", "is|was|lies|sits|stands|appears|looks|rests|floats|in"},
    {Verb, "several",
     "are|were|lie|sit|stand|appear|look|rest|float|located|positioned|placed|situated"},

    {Direction, "left", "left|leftmost|far left|left hand"},
    {Direction, "right", "right|rightmost|far right|right hand"},
    {Direction, "above", "top|upper|uppermost"},
    {Direction, "below", "bottom|lower|lowermost"},
    {Direction, "centre", "centre|center|middle|central"},
    {Of, "", "of|from"},
    {Picture, "", "picture|image|scene|frame|photo|view|canvas"},
    {Relation, "above", "above|over|atop|on top of|higher than|right above|right over"},
    {Relation, "below",
     "below|beneath|under|underneath|lower than|right below|right beneath|right under"},
    {Relation, "",
     "beside|besides|next to|right next to|right beside|near|nearby|close to|adjacent to|alongside|"
     "behind|in front of|between|around|inside|opposite"},
    {Order, "left of", "left to right"},
    {Order, "right of", "right to left"},
    {Order, "above", "top to bottom"},
    {Order, "below", "bottom to top"},

    {One, "", "ones"},
    {And, "", "and|plus|as well as|along with|with|while|but"},
    {Filler, "",
     "bright|brightly|dark|light|pale|deep|vivid|vibrant|solid|plain|flat|smooth|simple|matte|"
     "glossy|colored|coloured|shaped|sized|size|color|colour|filled|in color|in colour|in size|"
     "very|quite|slightly|directly|diagonally|just|also|to|at|on|side|hand|corner|part|"
     "edge|area|portion|half|other|geometric"},
});

constexpr std::size_t kLongestPhrase = 4;  // words

std::unordered_map<std::string_view, const VocabularyRow*> rows_by_phrase() {
  std::unordered_map<std::string_view, const VocabularyRow*> rows;
  for (const VocabularyRow& row : kRows) {
    for (std::string_view rest = row.words; !rest.empty();) {
      const std::size_t end = std::min(rest.find('|'), rest.size());
      rows.emplace(rest.substr(0, end), &row);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return rows;
}

const VocabularyRow* row_of(std::string_view phrase) {
  static const auto kRowsByPhrase = rows_by_phrase();
  const auto row = kRowsByPhrase.find(phrase);
  return row == kRowsByPhrase.end() ? nullptr : row->second;
}

bool is_noun(WordKind kind) { return kind == Shape || kind == Location || kind == Picture; }

// The row of a noun whose plural that is.
const VocabularyRow* row_of_plural(std::string_view phrase) {
  for (const std::string_view ending : {"s", "es"}) {
    if (!phrase.ends_with(ending)) continue;
    const VocabularyRow* row = row_of(phrase.substr(0, phrase.size() - ending.size()));
    if (row && is_noun(row->kind)) return row;
  }
  return nullptr;
}

}  // namespace

std::span<const VocabularyRow> vocabulary() { return kRows; }

Phrase first_phrase(std::span<const std::string_view> words) {
  std::array<Phrase, kLongestPhrase> found;
  std::size_t best = 0;
  std::string phrase;
  for (std::size_t count = 1; count <= std::min(kLongestPhrase, words.size()); ++count) {
    if (count > 1) phrase += ' ';
    phrase += words[count - 1];
    const VocabularyRow* row = row_of(phrase);
    const bool is_plural = !row;
    if (is_plural) row = row_of_plural(phrase);
    if (!row) continue;
    best = count - 1;
    found[best] = {row->kind, row->value, count, is_plural};
  }
  return found[best];
}

bool is_in_vocabulary(WordKind kind, std::string_view value) {
  return std::any_of(kRows.begin(), kRows.end(), [&](const VocabularyRow& row) {
    return row.kind == kind && row.value == value;
  });
}

}  // namespace sightmark
