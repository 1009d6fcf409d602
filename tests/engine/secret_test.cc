#include "engine/secret.h"

#include <gtest/gtest.h>

#include "base/hash.h"

namespace sightmark {
namespace {

const std::string kKey = "sk-live/0123+56789%abc=";
const Secrets kSecrets({kKey, "", "pass-word"});

std::string redacted(const std::string& text) { return kSecrets.redacted(text); }

std::string formatted(const char* format) {
  std::string text;
  for (const char c : kKey) {
    char piece[16];
    std::snprintf(piece, sizeof piece, format, static_cast<unsigned char>(c));
    text += piece;
  }
  return text;
}

TEST(Secrets, AreHiddenAsTheyStand) {
  EXPECT_EQ(redacted(kKey), "…");
  EXPECT_EQ(redacted("a " + kKey + ", " + kKey + "."), "a …, ….");
  EXPECT_EQ(redacted("key=" + kKey + kKey), "key=……");
  EXPECT_EQ(redacted("my pass-word!"), "my …!");
}

TEST(Secrets, AreHiddenInEscapes) {
  EXPECT_EQ(redacted(R"("sk-live\/0123+56789%abc=")"), R"("…")");
  EXPECT_EQ(redacted(R"("sk\u002Dlive\/0123\u002b56789%abc=")"), R"("…")");
  EXPECT_EQ(redacted(formatted("\\u%04x") + "\\u0041"), "…\\u0041");
  EXPECT_EQ(redacted(formatted("\\\\u%04X")), "…");
  EXPECT_EQ(redacted(R"(sk-live\\\/0123+56789%abc=)"), "…");
  EXPECT_EQ(redacted("?key=" + formatted("%%%02X") + "&a=%41"), "?key=…&a=%41");
  EXPECT_EQ(redacted("sk-live%2f0123%2B56789%25abc%3D"), "…");
}

TEST(Secrets, AreHiddenInBase64WhereverTheyBegin) {
  for (const std::string before : {"", "a", "ab", "Bearer ", "user:"}) {
    for (const std::string after : {"", "x", "xy"}) {
      const std::string text = redacted(base64(before + kKey + after));
      EXPECT_NE(text.find("…"), std::string::npos) << text;
      EXPECT_LE(text.size(), base64(before + after).size() + 3 + 4) << text;
    }
  }
  const Secrets marks({std::string(8, '?') + std::string(8, '>')});
  EXPECT_EQ(marks.redacted("Pz8/Pz8/Pz8+Pj4+Pj4+Pg=="), "…g==");
  EXPECT_EQ(marks.redacted("Pz8_Pz8_Pz8-Pj4-Pj4-Pg=="), "…g==");
}

TEST(Secrets, AreHiddenWhereAPieceIsLeft) {
  EXPECT_EQ(redacted("the key sk-live/0123+5"), "the key …");
  EXPECT_EQ(redacted("sk-live/0123…"), "……");
  EXPECT_EQ(redacted("123+56789%abc= is wrong"), "… is wrong");
  EXPECT_EQ(redacted("sk-live/0123\n+56789%abc="), "…\n+56789%abc=");  // the rest is too short
  EXPECT_EQ(redacted("sk-live/012"), "sk-live/012");
  EXPECT_EQ(redacted("pass-wor"), "pass-wor");
}

TEST(Secrets, LeaveOtherTextAlone) {
  for (const std::string text : {"", "A red kite.", R"({"a":"\u0041\/ \\ \"","b":"50%"})", "%",
                                 "\\", "\\u00", "%2", "\\\\\\\\\\\\", "пять \xFF sk-live"}) {
    EXPECT_EQ(redacted(text), text);
  }
}

TEST(Secrets, AreNoPlaceholders) {
  const Secrets placeholders({"", "x", "none", "EMPTY", "ollama", "1234567"});
  const std::string text = "none of the EMPTY x ollama 1234567 RU1QVFk=";
  EXPECT_EQ(placeholders.redacted(text), text);
}

TEST(Secrets, AreFoundInAHostileTextInTime) {
  for (const std::string part : {"\\", "%", "sk-live/012", "\\u0073", "%73", "\\\\\\\\"}) {
    std::string text;
    while (text.size() < 200'000) text += part;
    EXPECT_GE(redacted(text).size(), text.size()) << part;
  }
}

}  // namespace
}  // namespace sightmark
