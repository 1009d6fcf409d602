#include "base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/descriptor.h"
#include "base/text.h"

namespace sightmark {
namespace {

tl::unexpected<Error> system_failure(const std::filesystem::path& path, const char* what) {
  return fail(fmt::format("{}: {}: {}", plain_text(path.string()), what, std::strerror(errno)));
}

}  // namespace

Expected<std::string> read_file(const std::filesystem::path& path, std::size_t byte_limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.number() < 0) return system_failure(path, "cannot open");
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) return system_failure(path, "cannot read");
  if (!S_ISREG(status.st_mode))
    return fail(fmt::format("{}: not a file", plain_text(path.string())));

  std::string bytes(std::min(static_cast<std::size_t>(status.st_size), byte_limit) + 1, '\0');
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got = ::read(file.number(), bytes.data() + size, bytes.size() - size);
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
  const std::filesystem::path temporary =
      path.parent_path() / fmt::format(".{}.{}.tmp", path.filename().string(), ::getpid());
  Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (file.number() < 0) return system_failure(path, "cannot write");
  const bool is_written = write_all(file.number(), bytes) && file.close() &&
                          ::rename(temporary.c_str(), path.c_str()) == 0;
  if (is_written) return {};

  const auto failure = system_failure(path, "cannot write");
  ::unlink(temporary.c_str());
  return failure;
}

Expected<void> make_folder(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!error && std::filesystem::is_directory(path, error)) return {};
  const std::string reason = error ? error.message() : "something else has that name";
  return fail(fmt::format("{}: cannot make the folder: {}", plain_text(path.string()), reason));
}

}  // namespace sightmark
