#include "record/trial_log.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::chrono::seconds kBatch{1};

std::optional<off_t> size_of(int file) {
  struct stat status {};
  if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return status.st_size;
}

// Where the last line of a file of `size` bytes that has an end ends; nothing where reading fails.
std::optional<off_t> end_of_last_line(int file, off_t size) {
  char block[4096];
  while (size > 0) {
    const off_t begin = std::max<off_t>(0, size - static_cast<off_t>(sizeof block));
    const ssize_t got = ::pread(file, block, static_cast<std::size_t>(size - begin), begin);
    if (got != size - begin) return std::nullopt;
    const std::size_t newline =
        std::string_view(block, static_cast<std::size_t>(got)).find_last_of('\n');
    if (newline != std::string_view::npos) return begin + static_cast<off_t>(newline) + 1;
    size = begin;
  }
  return 0;
}

}  // namespace

Expected<TrialLog> TrialLog::open(const std::filesystem::path& path, Durability durability) {
  Descriptor file(::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0666));
  TrialLog log(path, std::move(file), durability);
  if (log.file_.number() < 0) return log.failure("cannot write");
  if (auto locked = log.lock(); !locked) return tl::unexpected(locked.error());
  if (auto cut = log.cut_torn_line(); !cut) return tl::unexpected(cut.error());
  return log;
}

Expected<void> TrialLog::lock() const {
  if (::flock(file_.number(), LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return {};
  return fail(fmt::format("{}: another sightmark is writing this run", plain_text(path_.string())));
}

Expected<void> TrialLog::cut_torn_line() const {
  const std::optional<off_t> size = size_of(file_.number());
  if (!size) return failure("cannot read");
  const std::optional<off_t> end = end_of_last_line(file_.number(), *size);
  if (!end) return failure("cannot read");
  if (*end < *size && ::ftruncate(file_.number(), *end) != 0) return failure("cannot write");
  return {};
}

Expected<void> TrialLog::append(std::string_view line) {
  const std::optional<off_t> size = size_of(file_.number());
  if (!size) return failure("cannot read");
  if (!write_all(file_.number(), line)) {
    auto reason = failure("cannot write");
    if (::ftruncate(file_.number(), *size) != 0) return reason;  // then a resume cuts it off
    return reason;
  }
  is_synced_ = false;
  const bool is_due = durability_ == Durability::Record || now() - synced_ >= kBatch;
  return is_due ? sync() : Expected<void>{};
}

Expected<void> TrialLog::sync() {
  if (is_synced_) return {};
  if (::fdatasync(file_.number()) != 0) return failure("cannot write to the disk");
  is_synced_ = true;
  synced_ = now();
  return {};
}

tl::unexpected<Error> TrialLog::failure(std::string_view what) const {
  return fail(fmt::format("{}: {}: {}", plain_text(path_.string()), what, std::strerror(errno)));
}

}  // namespace sightmark
