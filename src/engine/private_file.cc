#include "engine/private_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

#include "base/descriptor.h"
#include "base/text.h"

namespace sightmark {
namespace {

tl::unexpected<Error> system_failure(const std::string& path) {
  return fail(
      fmt::format("{}: cannot make a private file: {}", plain_text(path), std::strerror(errno)));
}

}  // namespace

Expected<PrivateFile> PrivateFile::create(std::string_view bytes) {
  std::error_code error;
  const auto temporary = std::filesystem::temp_directory_path(error);
  if (error) return fail("no folder for temporary files: " + error.message() + "; see TMPDIR");
  std::string folder = temporary / "sightmark-XXXXXX";
  if (!::mkdtemp(folder.data())) return system_failure(folder);

  PrivateFile file(std::filesystem::path(folder) / "key");
  Descriptor descriptor(::open(file.path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (descriptor.number() < 0) return system_failure(file.path_);
  const ssize_t size = ::write(descriptor.number(), bytes.data(), bytes.size());
  if (size != static_cast<ssize_t>(bytes.size()) || !descriptor.close())
    return system_failure(file.path_);
  return file;
}

PrivateFile::PrivateFile(PrivateFile&& other) noexcept : path_(std::exchange(other.path_, {})) {}

PrivateFile::~PrivateFile() {
  std::error_code ignored;
  if (path_.empty()) return;
  std::filesystem::remove(path_, ignored);
  std::filesystem::remove(path_.parent_path(), ignored);
}

}  // namespace sightmark
