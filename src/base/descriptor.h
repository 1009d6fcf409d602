#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

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

}  // namespace sightmark
