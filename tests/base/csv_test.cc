#include "base/csv.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

TEST(CsvText, LeavesOrdinaryTextAlone) { EXPECT_EQ(csv_text("Lynx 2B (bf16)"), "Lynx 2B (bf16)"); }

TEST(CsvText, QuotesCommasAndQuotes) {
  EXPECT_EQ(csv_text("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_text("say \"hi\""), "\"say \"\"hi\"\"\"");
}

TEST(CsvText, HidesNoFormulaBehindASemicolon) { EXPECT_EQ(csv_text("a;=1+1"), "\"a;=1+1\""); }

TEST(CsvText, DisarmsFormulas) {
  EXPECT_EQ(csv_text("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
  EXPECT_EQ(csv_text("+1"), "'+1");
  EXPECT_EQ(csv_text("-1"), "'-1");
  EXPECT_EQ(csv_text("@SUM(A1,A2)"), "\"'@SUM(A1,A2)\"");
}

TEST(CsvText, StaysOnOneLine) {
  EXPECT_EQ(csv_text("a\r\nb").find_first_of("\r\n"), std::string::npos);
  EXPECT_EQ(csv_text("\t=1").find('\t'), std::string::npos);  // a tab may start a formula too
}

TEST(CsvRow, JoinsFieldsAsTheyStand) {
  EXPECT_EQ(csv_row({"a", "", "\"x,y\""}), "a,,\"x,y\"\n");
  EXPECT_EQ(csv_row({}), "\n");
}

}  // namespace
}  // namespace sightmark
