#include "base/hash.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::size_t kFileBlock = 256 * 1024;  // stays in the second-level cache
// A multiple of 3, so that only the last block is padded, and of a size that OpenSSL's int holds.
constexpr std::size_t kBase64Block = 3 << 20;

// Bytes of text, as OpenSSL takes them.
const unsigned char* unsigned_bytes(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr);
  }

  void add(std::string_view bytes) { EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()); }

  // Ends it: nothing may be added afterwards.
  std::string hexadecimal() {
    std::array<unsigned char, 32> digest{};
    EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr);
    std::string digits;
    for (const unsigned char byte : digest) digits += fmt::format("{:02x}", byte);
    return digits;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
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
  std::string text;
  text.reserve(4 * (bytes.size() / 3 + 1) + 1);
  while (!bytes.empty()) {
    const std::string_view block = bytes.substr(0, kBase64Block);
    const std::size_t end = text.size();
    text.resize(end + 4 * ((block.size() + 2) / 3) + 1);  // OpenSSL writes a zero at the end
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data() + end),
                                     unsigned_bytes(block), static_cast<int>(block.size()));
    text.resize(end + static_cast<std::size_t>(size));
    bytes.remove_prefix(block.size());
  }
  return text;
}

}  // namespace sightmark
