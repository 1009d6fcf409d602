// A disk that is slow to sync, such as an SD card: fdatasync is replaced in this test program.
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <functional>
#include <latch>
#include <mutex>
#include <thread>

#include "run/running.h"

namespace sightmark {
namespace {

std::mutex disk_mutex;
std::function<void()> before_sync;  // of runs.jsonl
std::atomic<off_t> synced_size{0};  // of runs.jsonl
std::atomic<std::size_t> sync_count{0};
std::atomic<int> sync_error{0};

bool is_of_trials(int file) {
  std::error_code ignored;
  const auto path = fs::read_symlink("/proc/self/fd/" + std::to_string(file), ignored);
  return path.filename() == "runs.jsonl";
}

}  // namespace
}  // namespace sightmark

extern "C" int fdatasync(int file) {
  using namespace sightmark;
  struct stat status {};
  if (is_of_trials(file) && ::fstat(file, &status) == 0) {
    std::function<void()> wait;
    {
      const std::lock_guard lock(disk_mutex);
      wait = before_sync;
    }
    if (wait) wait();
    errno = sync_error;
    if (errno != 0) return -1;
    synced_size = status.st_size;
    ++sync_count;
  }
  return static_cast<int>(::syscall(SYS_fdatasync, file));
}

namespace sightmark {
namespace {

class SlowDisk : public Running {
 protected:
  SlowDisk() {
    options.durability = Durability::Record;
    options.warmup = 0;
    synced_size = 0;
    sync_count = 0;
  }
  ~SlowDisk() override { set_before_sync(nullptr); }

  static void set_before_sync(std::function<void()> wait) {
    const std::lock_guard lock(disk_mutex);
    before_sync = std::move(wait);
  }
};

TEST_F(SlowDisk, HoldsUpNoRequestOfAnOpenLoop) {
  options.load = {.concurrency = 1, .rate = 1000};
  std::latch all_sent(15);  // 3 images, 5 tasks
  std::atomic<bool> was_held_up{false};
  set_before_sync([&] {  // the first sync ends when all requests were sent
    for (int i = 0; i < 1000 && !all_sent.try_wait(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    if (!all_sent.try_wait()) was_held_up = true;
  });
  script.generate = [&](const Question&, std::size_t call, const std::stop_token&) {
    if (call > 0) all_sent.count_down();  // the first answer is no trial
    return answer_of("A red kite.");
  };
  const RunOutcome result = outcome();
  EXPECT_EQ(result.end, RunEnd::Complete);
  EXPECT_FALSE(was_held_up);
  EXPECT_LE(sync_count, 3u);  // one sync serves all records that came before it
  EXPECT_EQ(synced_size, static_cast<off_t>(fs::file_size(result.folder / "runs.jsonl")));
}

TEST_F(SlowDisk, HasEachRecordBeforeTheNextRequestOfAClosedLoop) {
  std::atomic<std::size_t> too_early_count{0};
  script.generate = [&](const Question&, std::size_t, const std::stop_token&) {
    for (const auto& entry : fs::recursive_directory_iterator(options.out)) {
      if (entry.path().filename() == "runs.jsonl" &&
          static_cast<off_t>(entry.file_size()) != synced_size) {
        ++too_early_count;
      }
    }
    return answer_of("A red kite.");
  };
  EXPECT_EQ(outcome().end, RunEnd::Complete);
  EXPECT_EQ(too_early_count, 0u);
  EXPECT_EQ(sync_count, 15u);
}

TEST_F(SlowDisk, EndsTheRunIfItFails) {
  for (const std::optional<double> rate : {std::optional<double>(), std::optional(1000.0)}) {
    options.load.rate = rate;
    sync_error = EIO;
    const auto result = tried();
    sync_error = 0;
    ASSERT_FALSE(result);
    EXPECT_TRUE(has(result.error().message, "runs.jsonl: cannot write to the disk: Input/output"));
  }
}

}  // namespace
}  // namespace sightmark
