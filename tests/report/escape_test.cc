#include "report/page.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

TEST(MarkdownText, LeavesOrdinaryNamesAlone) {
  for (const char* text : {"InternVL2-2B on Dell (fp16)", "caption_brief", "895 ms, 1.5 tok/s/W",
                           "vision_plots/plot_12.png", "café 猫", "50%", "a: b; c"}) {
    EXPECT_EQ(markdown_text(text), text);
  }
}

TEST(MarkdownText, DisarmsEmphasisCodeAndStrikethrough) {
  EXPECT_EQ(markdown_text("*a* **b**"), "\\*a\\* \\*\\*b\\*\\*");
  EXPECT_EQ(markdown_text("_a_"), "\\_a\\_");
  EXPECT_EQ(markdown_text("`a`"), "\\`a\\`");
  EXPECT_EQ(markdown_text("~~a~~"), "\\~\\~a\\~\\~");
}

TEST(MarkdownText, DisarmsLinksAndImages) {
  EXPECT_EQ(markdown_text("[a](b)"), "\\[a\\](b)");
  EXPECT_EQ(markdown_text("![a](b)"), "\\!\\[a\\](b)");
  EXPECT_EQ(markdown_text("<https://a.b>").find('<'), std::string::npos);
  EXPECT_EQ(markdown_text("https://a.b").find("://"), std::string::npos);
  EXPECT_EQ(markdown_text("www.a.b").find("www."), std::string::npos);
  EXPECT_EQ(markdown_text("WWW.a.b").find("WWW."), std::string::npos);
  EXPECT_EQ(markdown_text("a@b.c"), "a&#64;&#8288;b.c");  // GitHub links addresses after entities
}

TEST(MarkdownText, DisarmsHtmlAndEntities) {
  EXPECT_EQ(markdown_text("<script>alert(1)</script>"), "&lt;script&gt;alert(1)&lt;/script&gt;");
  EXPECT_EQ(markdown_text("&lt;"), "&amp;lt;");
}

TEST(MarkdownText, DisarmsTablesHeadingsAndFormulas) {
  EXPECT_EQ(markdown_text("a|b"), "a\\|b");
  EXPECT_EQ(markdown_text("# a"), "\\# a");
  EXPECT_EQ(markdown_text("$x$"), "\\$x\\$");
}

TEST(MarkdownText, DisarmsBackslashes) {
  EXPECT_EQ(markdown_text("\\"), "\\\\");
  EXPECT_EQ(markdown_text("a\\|b"), "a\\\\\\|b");  // else the cell would end here after all
}

TEST(MarkdownText, DisarmsTemplates) { EXPECT_EQ(markdown_text("{{x}}"), "\\{\\{x\\}\\}"); }

TEST(MarkdownText, StaysOnOneLineWithoutControlCharacters) {
  const std::string text = markdown_text("a\nb\r\n\n# c\x1b[31m\x07");
  EXPECT_EQ(text.find_first_of("\n\r\x1b\x07"), std::string::npos);
  EXPECT_EQ(markdown_text("a\u202Eb").find("\u202E"), std::string::npos);
}

TEST(LatexText, LeavesOrdinaryNamesAlone) {
  EXPECT_EQ(latex_text("InternVL2-2B (fp16)"), "InternVL2-2B (fp16)");
}

TEST(LatexText, DisarmsCommandsAndGroups) {
  EXPECT_EQ(latex_text("\\input{/etc/passwd}"), "\\textbackslash{}input\\{/etc/passwd\\}");
  EXPECT_EQ(latex_text("\\write18"), "\\textbackslash{}write18");
  EXPECT_EQ(latex_text("{}"), "\\{\\}");
}

TEST(LatexText, DisarmsEverySpecialCharacter) {
  EXPECT_EQ(latex_text("$&#_%"), "\\$\\&\\#\\_\\%");
  EXPECT_EQ(latex_text("~"), "\\textasciitilde{}");
  EXPECT_EQ(latex_text("^"), "\\textasciicircum{}");
  EXPECT_EQ(latex_text("<>|"), "\\textless{}\\textgreater{}\\textbar{}");
}

TEST(LatexText, LeavesNoHatNotationOfTeX) {  // ^^5c is a backslash
  EXPECT_EQ(latex_text("^^5cinput").find("^^"), std::string::npos);
}

TEST(LatexText, StaysOnOneLine) { EXPECT_EQ(latex_text("a\n\nb").find('\n'), std::string::npos); }

}  // namespace
}  // namespace sightmark
