#include "telemetry/system_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <utility>

namespace sightmark {
namespace {

constexpr std::size_t kTextLimit = 1 << 20;

Descriptor open_for_reading(const std::filesystem::path& path) {
  return Descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
}

}  // namespace

std::optional<ValueFile> ValueFile::open(const std::filesystem::path& path) {
  Descriptor file = open_for_reading(path);
  if (file.number() < 0) return std::nullopt;
  return ValueFile(std::move(file));
}

std::optional<std::int64_t> ValueFile::read() const {
  std::array<char, 32> bytes;
  const ssize_t count = ::pread(file_.number(), bytes.data(), bytes.size(), 0);
  if (count <= 0) return std::nullopt;
  return leading_integer({bytes.data(), static_cast<std::size_t>(count)});
}

std::optional<std::string> read_text(const std::filesystem::path& path) {
  const Descriptor file = open_for_reading(path);
  if (file.number() < 0) return std::nullopt;
  std::string text;  // the size that the kernel reports for such a file means nothing
  std::array<char, 4096> block;
  ssize_t count = 0;
  while (text.size() < kTextLimit &&
         (count = ::read(file.number(), block.data(), block.size())) > 0) {
    text.append(block.data(), static_cast<std::size_t>(count));
  }
  if (count < 0) return std::nullopt;
  text.erase(text.find_last_not_of(std::string_view(" \t\r\n\0", 5)) + 1);
  return text;
}

std::optional<std::int64_t> leading_integer(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> read_integer(const std::filesystem::path& path) {
  const auto text = read_text(path);
  return text ? leading_integer(*text) : std::nullopt;
}

std::optional<std::string> text_between(std::string_view text, std::string_view before,
                                        std::string_view after) {
  const std::size_t start = text.find(before);
  if (start == text.npos) return std::nullopt;
  const std::size_t begin = start + before.size();
  const std::size_t end = text.find(after, begin);
  if (end == text.npos) return std::nullopt;
  return std::string(text.substr(begin, end - begin));
}

std::vector<std::filesystem::path> entries(const std::filesystem::path& folder,
                                           std::string_view name_start) {
  std::vector<std::filesystem::path> found;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().filename().string().starts_with(name_start)) found.push_back(entry->path());
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    const std::string x = a.filename().string(), y = b.filename().string();
    return std::pair(x.size(), x) < std::pair(y.size(), y);
  });
  return found;
}

bool is_closed(const std::filesystem::path& path) {
  return open_for_reading(path).number() < 0 && (errno == EACCES || errno == EPERM);
}

}  // namespace sightmark
