#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expected.h"

namespace sightmark {

// Owns a file descriptor; -1 is none.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close(); }

  int number() const { return number_; }

  // Closes it now; false if the system reports a write that failed late.
  bool close();

 private:
  int number_;
};

// Writes all bytes; false if that fails (errno has the reason), perhaps after some were written.
bool write_all(int descriptor, std::string_view bytes);

// Removes a last line that has no end, as a killed writer leaves it, from a regular file. Returns
// the bytes that stay; nothing if that fails (errno has the reason).
std::optional<std::int64_t> cut_torn_line(int descriptor);

// The two ends of a pipe, closed in programs that this one starts.
struct Pipe {
  Descriptor reading, writing;
};
Expected<Pipe> make_pipe();

// What becomes of a path whose last part is a symbolic link. Folders before it may be links.
enum class Link { Follow, Refuse };

// "PATH: WHAT: " and the reason that errno has.
tl::unexpected<Error> system_failure(const std::filesystem::path& path, std::string_view what);

// Opens a regular file for reading; anything else is an error.
Expected<Descriptor> open_to_read(const std::filesystem::path& path, Link link);

// Opens a regular file, or makes it, to append to it and to read it. Refuses a link. The name of a
// new file is on disk.
Expected<Descriptor> open_to_append(const std::filesystem::path& path);

// The bytes of a file of at most `byte_limit`; a larger one is an error, as is one that cannot be
// read.
Expected<std::string> read_file(const std::filesystem::path& path, std::size_t byte_limit,
                                Link link = Link::Follow);

// Writes a file whole or not at all, also if the power fails: the bytes go to a temporary file
// beside it, which then takes its name, and both are on disk at the end. On failure (no
// permission, full disk) nothing is left behind and an older file stays as it was.
Expected<void> write_file(const std::filesystem::path& path, std::string_view bytes);

// Makes the folder and those above it, and puts their names on disk; no error where it is already
// there.
Expected<void> make_folder(const std::filesystem::path& path);

// Puts on disk which files a folder holds. No error on a file system that cannot do that.
Expected<void> sync_folder(const std::filesystem::path& path);

// Reads folders, none twice, whatever links lead to it.
class FolderWalk {
 public:
  // What is in a folder: real entries before links, each in the order of their names. Fails where
  // the folder cannot be read, or was read before.
  Expected<std::vector<std::filesystem::directory_entry>> entries(
      const std::filesystem::path& folder);

 private:
  std::set<std::pair<dev_t, ino_t>> read_;
};

}  // namespace sightmark
