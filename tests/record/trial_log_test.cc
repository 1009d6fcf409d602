#include "record/trial_log.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <iterator>

#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

class TrialLogFile : public testing::Test {
 protected:
  void put(const std::string& bytes) const { std::ofstream(path) << bytes; }
  std::string bytes() const {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  TemporaryFolder folder;
  std::filesystem::path path = folder / "runs.jsonl";
};

TEST_F(TrialLogFile, IsMadeAndGrowsByLines) {
  auto log = TrialLog::open(path, Durability::Record);
  ASSERT_TRUE(log) << log.error().message;
  EXPECT_TRUE(log->append("{\"a\": 1}\n"));
  EXPECT_TRUE(log->append("{\"b\": 2}\n"));
  EXPECT_EQ(bytes(), "{\"a\": 1}\n{\"b\": 2}\n");
}

TEST_F(TrialLogFile, KeepsWhatIsThere) {
  put("one\n");
  auto log = TrialLog::open(path, Durability::Batch).value();
  EXPECT_TRUE(log.append("two\n"));
  EXPECT_TRUE(log.wait_until_on_disk());
  EXPECT_EQ(bytes(), "one\ntwo\n");
}

TEST_F(TrialLogFile, CutsOffATornLastLine) {
  for (const std::size_t torn : {1u, 100u, 4095u, 4096u, 4097u, 20000u}) {
    put("one\n" + std::string(torn, 'x'));
    auto log = TrialLog::open(path, Durability::Record);
    ASSERT_TRUE(log);
    EXPECT_EQ(bytes().size(), 4 + torn);  // a resume may still be refused
    ASSERT_TRUE(log->cut_torn_line());
    EXPECT_EQ(bytes(), "one\n") << torn;
  }
}

TEST_F(TrialLogFile, IsEmptyWhereItsOnlyLineWasTorn) {
  put("{\"image");
  ASSERT_TRUE(TrialLog::open(path, Durability::Record)->cut_torn_line());
  EXPECT_EQ(bytes(), "");
}

TEST_F(TrialLogFile, FollowsNoLink) {
  std::ofstream(folder / "victim") << "mine";
  std::filesystem::create_symlink(folder / "victim", path);
  const auto log = TrialLog::open(path, Durability::Record);
  ASSERT_FALSE(log);
  EXPECT_NE(log.error().message.find("runs.jsonl: a symbolic link"), std::string::npos);
  EXPECT_EQ(std::filesystem::file_size(folder / "victim"), 4u);
}

TEST_F(TrialLogFile, IsWrittenByOneAtATime) {
  const auto first = TrialLog::open(path, Durability::Record);
  ASSERT_TRUE(first);
  const auto second = TrialLog::open(path, Durability::Record);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find("another sightmark is writing"), std::string::npos);
}

TEST_F(TrialLogFile, SaysWhichFileCannotBeWritten) {
  const auto log = TrialLog::open(folder / "no" / "runs.jsonl", Durability::Record);
  ASSERT_FALSE(log);
  EXPECT_NE(log.error().message.find("no/runs.jsonl: cannot write: No such file"),
            std::string::npos);
}

// Limits the size of files, as a full disk does, for as long as it lives.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit limit{bytes, old_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &old_);
    ::signal(SIGXFSZ, handler_);
  }

 private:
  sighandler_t handler_;
  rlimit old_{};
};

TEST_F(TrialLogFile, HasNoPartOfALineThatDidNotFit) {
  auto log = TrialLog::open(path, Durability::Record).value();
  ASSERT_TRUE(log.append(std::string(80, 'a') + '\n'));
  {
    const FileSizeLimit limit(100);
    const auto written = log.append(std::string(80, 'b') + '\n');
    ASSERT_FALSE(written);
    EXPECT_NE(written.error().message.find("cannot write"), std::string::npos);
  }
  EXPECT_EQ(bytes(), std::string(80, 'a') + '\n');
}

}  // namespace
}  // namespace sightmark
