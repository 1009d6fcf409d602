#include "base/file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

std::size_t entry_count(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

// While it lives, no file can grow past the limit: a write fails as on a full disk.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t byte_count) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &old_limit_);
    const rlimit limit{byte_count, old_limit_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &old_limit_);
    std::signal(SIGXFSZ, old_handler_);
  }

 private:
  rlimit old_limit_{};
  void (*old_handler_)(int);
};

TEST(ReadFile, GivesEveryByte) {
  const TemporaryFolder folder;
  const std::string bytes("a\0b\r\n\xFF", 6);
  ASSERT_TRUE(write_file(folder / "x", bytes));
  EXPECT_EQ(read_file(folder / "x", 100).value(), bytes);
}

TEST(ReadFile, TakesAFileAsLargeAsTheLimitAndNoLarger) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "x", "12345"));
  EXPECT_EQ(read_file(folder / "x", 5).value(), "12345");
  EXPECT_NE(read_file(folder / "x", 4).error().message.find("larger than 4 bytes"),
            std::string::npos);
}

TEST(ReadFile, OfAnEmptyFileIsEmpty) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "x", ""));
  EXPECT_EQ(read_file(folder / "x", 10).value(), "");
}

TEST(ReadFile, NamesTheFileThatIsMissing) {
  const TemporaryFolder folder;
  const auto read = read_file(folder / "nowhere", 10);
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("nowhere: cannot open: No such file"), std::string::npos);
}

TEST(ReadFile, RefusesWhatIsNoFile) {
  const TemporaryFolder folder;
  EXPECT_FALSE(read_file(folder.path(), 10));
  EXPECT_FALSE(read_file("/dev/zero", 10));
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_FALSE(read_file(folder / "pipe", 10));  // and does not wait for a writer
}

TEST(ReadFile, ShowsNoControlCharacterOfAName) {
  const auto read = read_file("/nowhere\x1B[31m", 10);
  EXPECT_EQ(read.error().message.find('\x1B'), std::string::npos);
}

TEST(WriteFile, ReplacesAnOlderFile) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "x", "a longer first text"));
  ASSERT_TRUE(write_file(folder / "x", "second"));
  EXPECT_EQ(read_file(folder / "x", 100).value(), "second");
  EXPECT_EQ(entry_count(folder.path()), 1u);
}

TEST(WriteFile, OnAFullDiskLeavesTheOlderFileAndNothingElse) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "x", "old"));
  {
    const FileSizeLimit limit(4096);
    const auto written = write_file(folder / "x", std::string(10000, 'n'));
    ASSERT_FALSE(written);
    EXPECT_NE(written.error().message.find("x: cannot write: File too large"), std::string::npos);
    EXPECT_FALSE(write_file(folder / "new", std::string(10000, 'n')));
  }
  EXPECT_EQ(read_file(folder / "x", 100).value(), "old");
  EXPECT_EQ(entry_count(folder.path()), 1u);
}

TEST(WriteFile, ReplacesALinkNotWhatItPointsTo) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "victim", "old"));
  fs::create_symlink(folder / "victim", folder / "x");
  ASSERT_TRUE(write_file(folder / "x", "new"));
  EXPECT_EQ(read_file(folder / "victim", 100).value(), "old");
  EXPECT_FALSE(fs::is_symlink(folder / "x"));
}

// Somebody else who may write in the folder puts a link where the temporary file would be.
TEST(WriteFile, HasATemporaryNameThatNobodyKnows) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "victim", "old"));
  fs::create_symlink(folder / "victim", folder / (".x." + std::to_string(::getpid()) + ".tmp"));
  ASSERT_TRUE(write_file(folder / "x", "new"));
  EXPECT_EQ(read_file(folder / "victim", 100).value(), "old");
  EXPECT_EQ(read_file(folder / "x", 100).value(), "new");
}

TEST(WriteFile, MakesAFileThatOthersMayReadAsTheUmaskSays) {
  const TemporaryFolder folder;
  const mode_t before = ::umask(027);
  const auto written = write_file(folder / "x", "text");
  ::umask(before);
  ASSERT_TRUE(written);
  EXPECT_EQ(fs::status(folder / "x").permissions(), static_cast<fs::perms>(0640));
}

TEST(WriteFile, IntoAFolderThatIsMissingFails) {
  const TemporaryFolder folder;
  EXPECT_FALSE(write_file(folder / "nowhere" / "x", "text"));
}

TEST(WriteFile, DoesNotReplaceAFolder) {
  const TemporaryFolder folder;
  ASSERT_TRUE(make_folder(folder / "x" / "inner"));
  EXPECT_FALSE(write_file(folder / "x", "text"));
  EXPECT_TRUE(fs::is_directory(folder / "x" / "inner"));
  EXPECT_EQ(entry_count(folder.path()), 1u);
}

TEST(WriteFile, WithoutPermissionFails) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write anywhere";
  const TemporaryFolder folder;
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
  const auto written = write_file(folder / "x", "text");
  fs::permissions(folder.path(), fs::perms::owner_all);
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().message.find("Permission denied"), std::string::npos);
}

TEST(WriteFile, IsNeverSeenHalfWritten) {
  const TemporaryFolder folder;
  const std::string one(300000, '1'), two(300000, '2');
  ASSERT_TRUE(write_file(folder / "x", one));
  std::jthread writer([&] {
    for (int i = 0; i < 50; ++i) (void)write_file(folder / "x", i % 2 ? one : two);
  });
  for (int i = 0; i < 50; ++i) {
    const auto seen = read_file(folder / "x", 1000000);
    ASSERT_TRUE(seen);
    EXPECT_TRUE(*seen == one || *seen == two);
  }
}

TEST(MakeFolder, MakesThoseAboveToo) {
  const TemporaryFolder folder;
  EXPECT_TRUE(make_folder(folder / "a" / "b" / "c"));
  EXPECT_TRUE(fs::is_directory(folder / "a" / "b" / "c"));
  EXPECT_TRUE(make_folder(folder / "a" / "b" / "c"));
}

TEST(MakeFolder, FailsWhereAFileIsInTheWay) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "a", "text"));
  EXPECT_FALSE(make_folder(folder / "a"));
  EXPECT_FALSE(make_folder(folder / "a" / "b"));
}

}  // namespace
}  // namespace sightmark
