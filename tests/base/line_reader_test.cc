#include "base/line_reader.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/file.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

constexpr std::size_t kBlock = 256 * 1024;  // as in line_reader.cc

struct ReadLine {
  std::string text;
  std::size_t number;
  bool is_too_long, has_end;
  bool operator==(const ReadLine&) const = default;
};

std::vector<ReadLine> lines_of(const std::string& bytes, std::size_t limit = 1 << 24) {
  const TemporaryFolder folder;
  EXPECT_TRUE(write_file(folder / "x", bytes));
  auto reader = LineReader::open(folder / "x", limit);
  std::vector<ReadLine> lines;
  while (const auto line = reader->next()) {
    lines.push_back({std::string(line->text), line->number, line->is_too_long, line->has_end});
  }
  EXPECT_EQ(reader->error(), 0);
  EXPECT_FALSE(reader->next());  // the end stays the end
  return lines;
}

using Lines = std::vector<ReadLine>;

TEST(LineReader, OfAnEmptyFileHasNoLines) { EXPECT_EQ(lines_of(""), Lines{}); }

TEST(LineReader, SplitsAtNewlines) {
  EXPECT_EQ(lines_of("one\ntwo\n"), (Lines{{"one", 1, false, true}, {"two", 2, false, true}}));
}

TEST(LineReader, SaysWhereTheLastLineHasNoEnd) {
  EXPECT_EQ(lines_of("one\ntwo"), (Lines{{"one", 1, false, true}, {"two", 2, false, false}}));
}

TEST(LineReader, CountsEmptyLines) {
  EXPECT_EQ(lines_of("\n\nx\n"),
            (Lines{{"", 1, false, true}, {"", 2, false, true}, {"x", 3, false, true}}));
}

TEST(LineReader, LeavesCarriageReturnsAndZerosInTheLine) {
  EXPECT_EQ(lines_of(std::string("a\r\nb\0c\n", 7)),
            (Lines{{"a\r", 1, false, true}, {std::string("b\0c", 3), 2, false, true}}));
}

TEST(LineReader, PassesOverALineThatIsTooLong) {
  EXPECT_EQ(lines_of("good\n" + std::string(11, 'x') + "\nfine\n", 10),
            (Lines{{"good", 1, false, true}, {"", 2, true, true}, {"fine", 3, false, true}}));
}

TEST(LineReader, TakesALineAsLongAsTheLimit) {
  EXPECT_EQ(lines_of(std::string(10, 'x') + "\n", 10),
            (Lines{{std::string(10, 'x'), 1, false, true}}));
}

TEST(LineReader, PassesOverALineLongerThanManyBlocks) {
  const std::string bytes = "good\n" + std::string(5 * kBlock, 'x') + "\nfine\n";
  EXPECT_EQ(lines_of(bytes, kBlock),
            (Lines{{"good", 1, false, true}, {"", 2, true, true}, {"fine", 3, false, true}}));
}

TEST(LineReader, NamesALastLineThatIsTooLong) {
  EXPECT_EQ(lines_of("good\n" + std::string(3 * kBlock, 'x'), kBlock),
            (Lines{{"good", 1, false, true}, {"", 2, true, false}}));
  EXPECT_EQ(lines_of("good\nlonger", 5), (Lines{{"good", 1, false, true}, {"", 2, true, false}}));
}

TEST(LineReader, GivesLinesThatEndAnywhereAboutABlock) {
  for (std::size_t length = kBlock - 2; length <= kBlock + 2; ++length) {
    const std::string first(length, 'a');
    EXPECT_EQ(lines_of(first + "\nsecond\n"),
              (Lines{{first, 1, false, true}, {"second", 2, false, true}}));
    EXPECT_EQ(lines_of(first), (Lines{{first, 1, false, false}}));
  }
}

TEST(LineReader, GivesALineOfSeveralBlocks) {
  std::string line;
  for (std::size_t i = 0; i < 3 * kBlock; ++i) line += static_cast<char>('a' + i % 26);
  EXPECT_EQ(lines_of("x\n" + line + "\ny"),
            (Lines{{"x", 1, false, true}, {line, 2, false, true}, {"y", 3, false, false}}));
}

TEST(LineReader, GivesManyLinesAcrossBlocks) {
  std::string bytes;
  for (int i = 0; i < 100000; ++i) bytes += std::to_string(i) + '\n';
  const Lines lines = lines_of(bytes);
  ASSERT_EQ(lines.size(), 100000u);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    ASSERT_EQ(lines[i], (ReadLine{std::to_string(i), i + 1, false, true}));
  }
}

TEST(LineReader, MayBeReadBeyondALine) {  // which the address sanitizer watches
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "x", std::string(kBlock, 'x')));
  auto reader = LineReader::open(folder / "x", 1 << 24);
  const auto line = reader->next();
  unsigned sum = 0;
  for (std::size_t i = 0; i < LineReader::kPadding; ++i) {
    sum += static_cast<unsigned char>(line->text.data()[line->text.size() + i]);
  }
  EXPECT_LE(sum, 255 * LineReader::kPadding);
}

TEST(LineReader, FollowsNoLink) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "secret", "text\n"));
  std::filesystem::create_symlink(folder / "secret", folder / "x");
  const auto reader = LineReader::open(folder / "x", 100);
  ASSERT_FALSE(reader);
  EXPECT_NE(reader.error().message.find("x: a symbolic link"), std::string::npos);
}

TEST(LineReader, FailsWhereThereIsNoFile) {
  const TemporaryFolder folder;
  EXPECT_NE(LineReader::open(folder / "x", 10).error().message.find("x: cannot open"),
            std::string::npos);
  EXPECT_FALSE(LineReader::open(folder.path(), 10));
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_FALSE(LineReader::open(folder / "pipe", 10));
}

}  // namespace
}  // namespace sightmark
