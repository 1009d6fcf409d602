#include "base/descriptor.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace sightmark {
namespace {

// Where the last complete line of a file of `size` bytes ends; nothing if reading fails.
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

bool Descriptor::close() {
  const int number = std::exchange(number_, -1);
  return number < 0 || ::close(number) == 0;
}

Expected<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    return fail(fmt::format("cannot make a pipe: {}", std::strerror(errno)));
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::optional<std::int64_t> cut_torn_line(int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  const std::optional<off_t> end = end_of_last_line(descriptor, status.st_size);
  if (!end || (*end < status.st_size && ::ftruncate(descriptor, *end) != 0)) return std::nullopt;
  return *end;
}

}  // namespace sightmark
