#include "engine/log_tail.h"

#include <gtest/gtest.h>

#include <fstream>

#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

class LogTail : public testing::Test {
 protected:
  std::filesystem::path log(const std::string& text) {
    std::ofstream(folder / "log") << text;
    return folder / "log";
  }

  TemporaryFolder folder;
};

TEST_F(LogTail, IsTheLastErrors) {
  EXPECT_EQ(
      last_words(log("error 0\nFailed 1\nfine\nno file: not found\n\nERROR\x1b[0m 3\nbye\n"), 0),
      "Failed 1 / no file: not found / ERROR\uFFFD[0m 3");
}

TEST_F(LogTail, IsTheLastLinesWhereNoneSpeaksOfErrors) {
  EXPECT_EQ(last_words(log("a\nb\nc\n\nd"), 0), "b / c / d");
  EXPECT_EQ(last_words(log("a\n"), 0), "a");
}

TEST_F(LogTail, IsOfWhatWasWrittenSince) {
  const auto path = log("error of the run before\n");
  const auto begin = log_end(path);
  EXPECT_EQ(begin, 24);
  EXPECT_EQ(last_words(path, begin), "");
  std::ofstream(path, std::ios::app) << "new\n";
  EXPECT_EQ(last_words(path, begin), "new");
}

TEST_F(LogTail, OfNoLogIsEmpty) {
  EXPECT_EQ(log_end(folder / "none"), 0);
  EXPECT_EQ(last_words(folder / "none", 0), "");
  EXPECT_EQ(last_words("", 0), "");
}

TEST_F(LogTail, IsShortWhateverTheLog) {
  const auto path = log(std::string(1'000'000, 'x') + "\n" + std::string(100'000, 'y') + " error");
  EXPECT_LT(last_words(path, 0).size(), 700);
}

TEST_F(LogTail, FindsANumber) {
  const auto path = log("n_threads = x\ninit: n_threads = 12, more\n");
  EXPECT_EQ(logged_number(path, 14, "n_threads = "), 12);
  EXPECT_FALSE(logged_number(path, 0, "n_threads = "));
  EXPECT_FALSE(logged_number(path, 0, "n_slots = "));
  EXPECT_FALSE(logged_number(folder / "none", 0, "n_threads = "));
}

}  // namespace
}  // namespace sightmark
