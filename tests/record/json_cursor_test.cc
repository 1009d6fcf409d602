#include "record/json_cursor.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "base/line_reader.h"

namespace sightmark {
namespace {

// A document that a cursor walks through; what stands behind it must not be taken for part of it.
class Walk {
 public:
  explicit Walk(const std::string& document)
      : padded_(document + std::string(LineReader::kPadding, '5')) {
    const std::string_view view(padded_.data(), document.size());
    if (const auto places = index_.places(view)) cursor_.emplace(view, *places, index_);
  }

  JsonCursor* cursor() { return cursor_ ? &*cursor_ : nullptr; }
  std::string problem() { return index_.problem(); }

 private:
  std::string padded_;
  JsonIndex index_;
  std::optional<JsonCursor> cursor_;
};

bool is_valid(const std::string& document) {
  Walk walk(document);
  if (!walk.cursor()) return false;
  walk.cursor()->skip();
  return !walk.cursor()->is_broken() && walk.cursor()->is_at_end();
}

// The number that is the only value of an object; nothing where the document is not valid.
std::optional<double> number(const std::string& text) {
  Walk walk("{\"n\":" + text + "}");
  if (!walk.cursor()) return std::nullopt;
  double value = 0;
  walk.cursor()->object([&](std::string_view) {
    if (walk.cursor()->kind() == JsonKind::Number) value = walk.cursor()->number();
  });
  if (walk.cursor()->is_broken() || !walk.cursor()->is_at_end()) return std::nullopt;
  return value;
}

const std::vector<std::string> kNumbers = {"0",
                                           "-0",
                                           "7",
                                           "10",
                                           "38.66",
                                           "1337.936",
                                           "105722.8",
                                           "0.1",
                                           "0.05",
                                           "12345678",
                                           "1.2345678",
                                           "123456789012345",
                                           "0.000000000000001",
                                           "1234567890123456.5",
                                           "1e3",
                                           "1E+3",
                                           "-1.5e-3",
                                           "2.2250738585072014e-308",
                                           "18446744073709551615",
                                           "1.7976931348623157e308",
                                           "9007199254740993",
                                           "0.30000000000000004"};
const std::vector<std::string> kNotNumbers = {
    "01",  "00",  "00.5", "1.",  ".5",   "-",     "--1", "+1", "1e",  "1e+",  "1.e3", "1-2",
    "1 2", "0x1", "1a",   "NaN", "1..2", "1.2.3", "١",   "-a", "1_0", "1.5.", "12:5"};

TEST(JsonCursor, GivesTheNearestDouble) {
  for (const std::string& text : kNumbers) {
    EXPECT_EQ(number(text), std::strtod(text.c_str(), nullptr)) << text;
  }
}

TEST(JsonCursor, TakesNothingElseForANumber) {
  for (const std::string& text : kNotNumbers) EXPECT_EQ(number(text), std::nullopt) << text;
}

TEST(JsonCursor, ChecksTheNumbersThatItPassesOver) {
  for (const std::string& text : kNumbers) {
    EXPECT_TRUE(is_valid("{\"a\": [1," + text + " ]}")) << text;
  }
  for (const std::string& text : kNotNumbers) {
    EXPECT_FALSE(is_valid("{\"a\": [" + text + "]}")) << text;
    EXPECT_FALSE(is_valid("{\"a\":" + text + "}")) << text;
  }
}

TEST(JsonCursor, TakesATinyNumberForZeroAndFailsOnAHugeOne) {
  EXPECT_EQ(number("1e-999"), 0);
  EXPECT_EQ(number("0." + std::string(400, '0') + "1"), 0);
  EXPECT_EQ(number("1e999"), std::nullopt);
  EXPECT_EQ(number(std::string(400, '9')), std::nullopt);
}

TEST(JsonCursor, ChecksAllThatItPassesOver) {
  for (const char* valid : {R"({})", R"( { "a" : [ ] } )", R"({"a":{"b":[true,false,null,"x"]}})",
                            R"({"a":"\u00e9\n\\"})", R"({"":{}})"}) {
    EXPECT_TRUE(is_valid(valid)) << valid;
  }
  for (const char* broken : {"",
                             "{",
                             "}",
                             "[1]",
                             "{]",
                             "{\"a\"}",
                             "{\"a\":}",
                             "{:1}",
                             "{\"a\":1,:2}",
                             "{\"a\":{:1}}",
                             "{\"a\":1,}",
                             "{,}",
                             "{\"a\" 1}",
                             "{1:2}",
                             "{\"a\":[1,]}",
                             "{\"a\":[,1]}",
                             "{\"a\":[1}}",
                             "{\"a\":tru}",
                             "{\"a\":truex}",
                             "{\"a\":nul}",
                             "{\"a\":\"\\x\"}",
                             "{\"a\":\"\\ud800\"}",
                             "{\"a\":1}}",
                             "{\"a\":1}{}",
                             "{\"a\":\"b\"c}",
                             "{\"a\":\"b\" \"c\"}",
                             "{\"a\":[1 2]}",
                             "{\"a\":5",
                             "{\"a\":t"}) {
    EXPECT_FALSE(is_valid(broken)) << broken;
  }
}

TEST(JsonCursor, GoesNoDeeperThanIsSafe) {
  const auto nested = [](std::size_t depth) {
    return "{\"a\":" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_TRUE(is_valid(nested(1000)));
  EXPECT_FALSE(is_valid(nested(100000)));
}

TEST(JsonCursor, ResolvesEscapes) {
  Walk walk(R"({"a\tb": "\"q\" \ud83d\ude00", "plain": "c"})");
  std::vector<std::string_view> texts;
  walk.cursor()->object([&](std::string_view key) {
    texts.push_back(key);
    texts.push_back(walk.cursor()->text());
  });
  EXPECT_EQ(texts, (std::vector<std::string_view>{"a\tb", "\"q\" \xF0\x9F\x98\x80", "plain", "c"}));
}

TEST(JsonCursor, OfNoObjectHasNoFields) {
  for (const char* document : {"[1]", "{\"a\":1}]", "{\"a\":1", "7"}) {
    Walk walk(document);
    if (!walk.cursor()) continue;
    walk.cursor()->object([](std::string_view key) { ADD_FAILURE() << key; });
    EXPECT_TRUE(walk.cursor()->is_broken()) << document;
  }
}

TEST(JsonIndex, SaysWhatIsWrong) {
  EXPECT_EQ(Walk("[1]").problem(), "it is valid JSON, but not an object");
  EXPECT_NE(Walk("{\"a\":01}").problem(), "");
}

}  // namespace
}  // namespace sightmark
