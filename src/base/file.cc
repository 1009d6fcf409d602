#include "base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <vector>

#include "base/text.h"

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

Expected<Descriptor> open_regular(const std::filesystem::path& path, int flags, const char* what) {
  // A pipe is not waited for, and no terminal becomes that of the program.
  Descriptor file(::open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0666));
  if (file.number() < 0 && errno == ELOOP && (flags & O_NOFOLLOW) != 0) {
    return fail(
        fmt::format("{}: a symbolic link, which is not followed here: put the file itself "
                    "in its place",
                    plain_text(path.string())));
  }
  if (file.number() < 0) return system_failure(path, what);
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) return system_failure(path, what);
  if (!S_ISREG(status.st_mode))
    return fail(fmt::format("{}: not a file", plain_text(path.string())));
  return file;
}

// True also on a file system that cannot sync.
bool sync(int descriptor) { return ::fsync(descriptor) == 0 || errno == EINVAL; }

// O_EXCL keeps out what somebody else puts under that name; that it is random keeps them from
// being in the way. Unlike mkostemp's, the file's mode follows the umask and the folder's ACL.
std::filesystem::path temporary_beside(const std::filesystem::path& path) {
  std::uint64_t number = 0;
  (void)!::getrandom(&number, sizeof number, 0);
  return path.parent_path() / fmt::format(".{}.{:016x}.tmp", path.filename().string(), number);
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : ".";
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

tl::unexpected<Error> system_failure(const std::filesystem::path& path, std::string_view what) {
  return fail(fmt::format("{}: {}: {}", plain_text(path.string()), what, std::strerror(errno)));
}

Expected<Descriptor> open_to_read(const std::filesystem::path& path, Link link) {
  return open_regular(path, O_RDONLY | (link == Link::Refuse ? O_NOFOLLOW : 0), "cannot open");
}

Expected<Descriptor> open_to_append(const std::filesystem::path& path) {
  auto file = open_regular(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW, "cannot write");
  if (!file) return file;
  if (auto synced = sync_folder(folder_of(path)); !synced) return tl::unexpected(synced.error());
  return file;
}

Expected<std::string> read_file(const std::filesystem::path& path, std::size_t byte_limit,
                                Link link) {
  const auto file = open_to_read(path, link);
  if (!file) return tl::unexpected(file.error());
  struct stat status {};
  if (::fstat(file->number(), &status) != 0) return system_failure(path, "cannot read");

  std::string bytes(std::min(static_cast<std::size_t>(status.st_size), byte_limit) + 1, '\0');
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got = ::read(file->number(), bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_failure(path, "cannot read");
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > byte_limit) {
    return fail(fmt::format("{}: larger than {} bytes, which no such file is",
                            plain_text(path.string()), byte_limit));
  }
  bytes.resize(size);
  return bytes;
}

Expected<void> write_file(const std::filesystem::path& path, std::string_view bytes) {
  const std::filesystem::path temporary = temporary_beside(path);
  Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (file.number() < 0) return system_failure(path, "cannot write");
  const bool is_written = write_all(file.number(), bytes) && sync(file.number()) && file.close() &&
                          ::rename(temporary.c_str(), path.c_str()) == 0;
  if (is_written) return sync_folder(folder_of(path));

  const auto failure = system_failure(path, "cannot write");
  ::unlink(temporary.c_str());
  return failure;
}

Expected<void> make_folder(const std::filesystem::path& path) {
  std::error_code error;
  std::vector<std::filesystem::path> missing;
  for (auto folder = path; !folder.empty() && !std::filesystem::exists(folder, error);
       folder = folder.parent_path()) {
    missing.push_back(folder);
  }
  std::filesystem::create_directories(path, error);
  if (error || !std::filesystem::is_directory(path, error)) {
    const std::string reason = error ? error.message() : "something else has that name";
    return fail(fmt::format("{}: cannot make the folder: {}", plain_text(path.string()), reason));
  }
  for (const auto& folder : missing) {
    if (auto synced = sync_folder(folder_of(folder)); !synced) return synced;
  }
  return {};
}

Expected<void> sync_folder(const std::filesystem::path& path) {
  const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const bool may_only_be_written = folder.number() < 0 && errno == EACCES;
  if (may_only_be_written || (folder.number() >= 0 && sync(folder.number()))) return {};
  return system_failure(path, "cannot write to the disk");
}

Expected<std::vector<std::filesystem::directory_entry>> FolderWalk::entries(
    const std::filesystem::path& folder) {
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0) return fail(std::strerror(errno));
  if (!read_.emplace(status.st_dev, status.st_ino).second) {
    return fail("left out: it was read already under another path");
  }
  std::vector<std::filesystem::directory_entry> found;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    found.push_back(*entry);
  }
  if (error) return fail(fmt::format("cannot read the folder: {}", error.message()));
  std::sort(found.begin(), found.end());
  std::stable_partition(found.begin(), found.end(), [](const auto& entry) {
    std::error_code ignored;
    return !entry.is_symlink(ignored);
  });
  return found;
}

}  // namespace sightmark
