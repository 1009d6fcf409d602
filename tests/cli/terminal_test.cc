#include "cli/terminal.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

// What a progress line prints where stderr is no terminal.
std::string shown(bool is_quiet) {
  testing::internal::CaptureStderr();
  {
    ProgressLine line(is_quiet);
    for (std::size_t done = 1; done <= 3; ++done) line.show("reading runs", done, 3);
    line.show("drawing figures", 1, 1);
  }
  return testing::internal::GetCapturedStderr();
}

TEST(ProgressLine, IsAPlainLineForEachStageWithoutATerminal) {
  EXPECT_EQ(shown(false), "reading runs: 3 of 3\ndrawing figures: 1 of 1\n");
}

TEST(ProgressLine, IsNothingWhereQuiet) { EXPECT_EQ(shown(true), ""); }

TEST(PrintError, NamesTheProgram) {
  testing::internal::CaptureStderr();
  print_error("no such thing");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "sightmark: no such thing\n");
}

}  // namespace
}  // namespace sightmark
