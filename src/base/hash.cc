#include "base/hash.h"

#include <fmt/format.h>
#include <nettle/base64.h>
#include <nettle/sha2.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#include "base/text.h"

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

  std::string hexadecimal() {
    std::string digits;
    for (const std::uint8_t byte : digest()) digits += fmt::format("{:02x}", byte);
    return digits;
  }

 private:
  sha256_ctx context_;
};

tl::unexpected<Error> system_failure(const std::filesystem::path& path, const char* what) {
  return fail(fmt::format("{}: {}: {}", plain_text(path.string()), what, std::strerror(errno)));
}

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
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored)) {
    return fail(fmt::format("{}: not a file", plain_text(path.string())));
  }
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"),
                                                             std::fclose);
  if (!file) return system_failure(path, "cannot open");

  Sha256 hash;
  std::vector<char> block(kFileBlock);
  while (const std::size_t got = std::fread(block.data(), 1, block.size(), file.get())) {
    hash.add({block.data(), got});
  }
  if (std::ferror(file.get())) return system_failure(path, "cannot read");
  return hash.hexadecimal();
}

std::string base64(std::string_view bytes) {
  std::string text(BASE64_ENCODE_RAW_LENGTH(bytes.size()), '\0');
  base64_encode_raw(text.data(), bytes.size(), unsigned_bytes(bytes));
  return text;
}

}  // namespace sightmark
