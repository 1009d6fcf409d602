#include "record/trial_log.h"

#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

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

Expected<TrialLog> TrialLog::open(const std::filesystem::path& path, Durability durability) {
  auto file = open_to_append(path);
  if (!file) return tl::unexpected(file.error());
  TrialLog log(path, std::move(*file), durability);
  if (auto locked = log.lock(); !locked) return tl::unexpected(locked.error());
  return log;
}

Expected<void> TrialLog::cut_torn_line() {
  if (!sightmark::cut_torn_line(file_.number())) return failure("cannot cut off a torn last line");
  return {};
}

Expected<void> TrialLog::lock() const {
  if (::flock(file_.number(), LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return {};
  return fail(fmt::format("{}: another sightmark is writing this run", plain_text(path_.string())));
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
