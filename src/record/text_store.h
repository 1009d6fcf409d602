#pragma once

#include <cstring>
#include <memory>
#include <memory_resource>
#include <string_view>

namespace sightmark {

// Whether both are one copy in memory, as equal texts of a NameTable are: a quick yes.
inline bool is_one_copy(std::string_view a, std::string_view b) {
  return a.data() == b.data() && a.size() == b.size();
}

// Keeps copies of many texts in few blocks of memory, all as long as itself.
class TextStore {
 public:
  // The copy; it stays where it is when the store is moved.
  std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    char* copy = static_cast<char*>(memory_->allocate(text.size(), 1));
    std::memcpy(copy, text.data(), text.size());
    return {copy, text.size()};
  }

 private:
  static constexpr std::size_t kFirstBlock = 16 * 1024;
  std::unique_ptr<std::pmr::monotonic_buffer_resource> memory_ =
      std::make_unique<std::pmr::monotonic_buffer_resource>(kFirstBlock);
};

}  // namespace sightmark
