#include "base/hash.h"

#include <fmt/ranges.h>
#include <nettle/base64.h>
#include <nettle/sha2.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <vector>

#include "base/file.h"

namespace sightmark {
namespace {

constexpr std::size_t kFileBlock = 256 * 1024;  // stays in the second-level cache

const std::uint8_t* unsigned_bytes(std::string_view bytes) {
  return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

class Sha256 {
 public:
  Sha256() { sha256_init(&context_); }

  void add(std::string_view bytes) {
    sha256_update(&context_, bytes.size(), unsigned_bytes(bytes));
  }

  using Digest = std::array<std::uint8_t, SHA256_DIGEST_SIZE>;

  // Ends it: nothing may be added afterwards.
  Digest digest() {
    Digest bytes{};
    sha256_digest(&context_, bytes.size(), bytes.data());
    return bytes;
  }

  std::string hexadecimal() { return fmt::format("{:02x}", fmt::join(digest(), "")); }

 private:
  sha256_ctx context_;
};

}  // namespace

std::string sha256(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.hexadecimal();
}

std::string sha256_base64(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes);
  const Sha256::Digest digest = hash.digest();
  return base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

Expected<std::string> file_sha256(const std::filesystem::path& path) {
  const auto file = open_to_read(path, Link::Follow);
  if (!file) return tl::unexpected(file.error());
  Sha256 hash;
  std::vector<char> block(kFileBlock);
  while (true) {
    const ssize_t got = ::read(file->number(), block.data(), block.size());
    if (got == 0) return hash.hexadecimal();
    if (got > 0) hash.add({block.data(), static_cast<std::size_t>(got)});
    if (got < 0 && errno != EINTR) return system_failure(path, "cannot read");
  }
}

std::string base64(std::string_view bytes) {
  std::string text(BASE64_ENCODE_RAW_LENGTH(bytes.size()), '\0');
  base64_encode_raw(text.data(), bytes.size(), unsigned_bytes(bytes));
  return text;
}

}  // namespace sightmark
