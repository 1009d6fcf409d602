#include "record/trial_log.h"

#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstring>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

#include "base/file.h"
#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::chrono::seconds kBatch{1};

std::optional<off_t> size_of(int file) {
  struct stat status {};
  if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return status.st_size;
}

}  // namespace

// Syncs a file in a separate thread. Lines are counted.
class TrialLog::Commits {
 public:
  Commits(int file, Durability durability) : file_(file), durability_(durability) {
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }

  void add_line() {
    const std::lock_guard lock(mutex_);
    ++appended_;
    changed_.notify_all();
  }

  // The error number of a sync that failed; 0 where all is on disk.
  int wait() {
    std::unique_lock lock(mutex_);
    const std::uint64_t line = awaited_ = appended_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return committed_ >= line || error_ != 0; });
    return error_;
  }

  int error() {
    const std::lock_guard lock(mutex_);
    return error_;
  }

 private:
  void run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [&] { return appended_ > committed_ && error_ == 0; })) {
      if (durability_ == Durability::Batch) {
        changed_.wait_for(lock, stop, kBatch, [&] { return awaited_ > committed_; });
      }
      const std::uint64_t line = appended_;
      lock.unlock();
      const int error = ::fdatasync(file_) == 0 ? 0 : errno;
      lock.lock();
      if (error == 0) committed_ = line;
      error_ = error;
      changed_.notify_all();
    }
  }

  int file_;
  Durability durability_;
  std::mutex mutex_;  // guards all below
  std::condition_variable_any changed_;
  std::uint64_t appended_ = 0, awaited_ = 0, committed_ = 0;
  int error_ = 0;
  std::jthread thread_;  // ends first
};

TrialLog::TrialLog(std::filesystem::path path, Descriptor file)
    : path_(std::move(path)), file_(std::move(file)) {}
TrialLog::TrialLog(TrialLog&&) noexcept = default;
TrialLog::~TrialLog() = default;

Expected<TrialLog> TrialLog::open(const std::filesystem::path& path, Durability durability) {
  auto file = open_to_append(path);
  if (!file) return tl::unexpected(file.error());
  TrialLog log(path, std::move(*file));
  if (auto locked = log.lock(); !locked) return tl::unexpected(locked.error());
  try {
    log.commits_ = std::make_unique<Commits>(log.file_.number(), durability);
  } catch (const std::system_error& error) {
    return fail(fmt::format("cannot start a thread that syncs records: {}", error.what()));
  }
  return log;
}

Expected<void> TrialLog::cut_torn_line() {
  if (!sightmark::cut_torn_line(file_.number()))
    return failure("cannot cut off a torn last line", errno);
  return {};
}

Expected<void> TrialLog::lock() const {
  if (::flock(file_.number(), LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return {};
  return fail(fmt::format("{}: another sightmark is writing this run", plain_text(path_.string())));
}

Expected<void> TrialLog::append(std::string_view line) {
  if (const int error = commits_->error()) return failure("cannot write to the disk", error);
  const std::optional<off_t> size = size_of(file_.number());
  if (!size) return failure("cannot read", errno);
  if (!write_all(file_.number(), line)) {
    auto reason = failure("cannot write", errno);
    if (::ftruncate(file_.number(), *size) != 0) return reason;  // then a resume cuts it off
    return reason;
  }
  commits_->add_line();
  return {};
}

Expected<void> TrialLog::wait_until_on_disk() const {
  if (const int error = commits_->wait()) return failure("cannot write to the disk", error);
  return {};
}

tl::unexpected<Error> TrialLog::failure(std::string_view what, int error) const {
  return fail(fmt::format("{}: {}: {}", plain_text(path_.string()), what, std::strerror(error)));
}

}  // namespace sightmark
