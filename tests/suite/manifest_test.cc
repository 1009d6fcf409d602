#include "suite/image_set.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace sightmark {
namespace {

using Entries = std::vector<ManifestEntry>;

Entries paths(const std::string& text) { return parse_manifest(text, ManifestForm::Paths).value(); }

Entries json_lines(const std::string& text) {
  return parse_manifest(text, ManifestForm::JsonLines).value();
}

std::string error_of(const std::string& text, ManifestForm form = ManifestForm::JsonLines) {
  const auto entries = parse_manifest(text, form);
  return entries ? "no error" : entries.error().message;
}

TEST(ParseManifest, OfNothingIsNothing) {
  EXPECT_TRUE(paths("").empty());
  EXPECT_TRUE(json_lines("\n \t\n\r\n# nothing").empty());
}

TEST(ParseManifest, TakesAPathALine) {
  EXPECT_EQ(paths("a.png\nsub/b b.jpg\n/abs/c.webp"),
            (Entries{{"a.png", "", 1}, {"sub/b b.jpg", "", 2}, {"/abs/c.webp", "", 3}}));
}

TEST(ParseManifest, PassesOverCommentsBlankLinesAndWhatSurroundsAPath) {
  EXPECT_EQ(paths("\xEF\xBB\xBF# photos\r\n\r\n  a.png \t\r\n #b.png\n./#c.png\n"),
            (Entries{{"a.png", "", 3}, {"./#c.png", "", 5}}));
}

TEST(ParseManifest, TakesWhatIsKnownOfAnImage) {
  EXPECT_EQ(
      json_lines(
          "{\"z\": 1.50, \"image\": \"a.png\", \"b\": [true, null, {\"c\": \"\\u00e9\\n\"}]}\r\n"
          "# and one that nothing is known of\n"
          "{\"image\": \"b.png\"}"),
      (Entries{{"a.png", "{\"z\":1.5,\"b\":[true,null,{\"c\":\"é\\n\"}]}", 1}, {"b.png", "", 3}}));
}

TEST(ParseManifest, KeepsLargeNumbersAsTheyAre) {
  EXPECT_EQ(json_lines(R"({"image": "a", "n": 18446744073709551615, "m": -9223372036854775808})")
                .front()
                .truth,
            R"({"n":18446744073709551615,"m":-9223372036854775808})");
}

TEST(ParseManifest, NamesTheLineThatIsWrong) {
  const std::string good = "{\"image\": \"a.png\"}\n\n";
  EXPECT_EQ(error_of(good + "{\"truth\": 1}"), "3: no image is named; write {\"image\": \"PATH\"}");
  EXPECT_EQ(error_of(good + "{\"image\": 1}"), "3: no image is named; write {\"image\": \"PATH\"}");
  EXPECT_EQ(error_of(good + "[\"image\"]"), "3: no image is named; write {\"image\": \"PATH\"}");
  EXPECT_EQ(error_of(good + "{\"image\": \"\"}"), "3: the image's path is empty");
  EXPECT_EQ(error_of(good + R"({"image": "a\u0000.png"})"), "3: a zero byte is in the path");
  EXPECT_EQ(error_of(good + "a.png").substr(0, 26), "3: column 1: syntax error ");
  EXPECT_EQ(error_of(std::string("a\0b", 3), ManifestForm::Paths), "1: a zero byte is in the path");
}

TEST(ParseManifest, SaysHowToNameAManifestOfJson) {
  EXPECT_EQ(error_of("{\"image\": \"a.png\"}", ManifestForm::Paths),
            "1: this is JSON, not a path; give the manifest a name that ends in .jsonl");
}

TEST(ParseManifest, RefusesJsonThatIsNotWhole) {
  for (const std::string& line :
       {std::string("{\"image\": \"a\", \"n\": 1e999}"), std::string("{\"image\": \"\\ud800\"}"),
        std::string("{\"image\": \"\xC0\xAF\"}"), std::string("{\"image\": \"a\x1B[31m\"}"),
        std::string("{\"image\": \"a\"} {}"), std::string("{\"image\": \"a\"")}) {
    const std::string error = error_of(line);
    EXPECT_TRUE(error.starts_with("1: ")) << error;
    EXPECT_EQ(plain_text(error), error);
  }
}

TEST(ParseManifest, BoundsHowDeepAndHowLongALineIs) {
  const auto nested = [](std::size_t depth) {
    return "{\"image\": \"a\", \"b\": " + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_EQ(json_lines(nested(60)).size(), 1u);
  EXPECT_EQ(error_of(nested(400000)), "1: nested deeper than 64 levels");
  EXPECT_EQ(error_of(std::string((1 << 20) + 1, 'a'), ManifestForm::Paths),
            "1: longer than 1048576 bytes, which no such line is");
}

}  // namespace
}  // namespace sightmark
