#include "engine/gguf_header.h"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <optional>

#include "base/file.h"
#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::uint64_t kCountLimit = 10'000'000;  // of fields, tensors, elements of a list
constexpr std::uint64_t kTextLimit = 16 << 20;     // bytes
constexpr std::int64_t kParameterLimit = 1'000'000'000'000'000;
constexpr std::uint32_t kTextType = 8, kListType = 9;
constexpr std::array<int, 13> kTypeSizes = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};  // by number

// Reads numbers and texts; the first that is not there or cannot be true makes it fail for good.
class GgufReader {
 public:
  explicit GgufReader(std::istream& bytes) : bytes_(bytes) {}

  bool is_good() const { return bytes_.good(); }

  template <typename T>
  T number() {
    std::array<char, sizeof(T)> raw{};
    bytes_.read(raw.data(), raw.size());
    T value = 0;
    for (std::size_t i = raw.size(); i-- > 0;)  // little-endian
      value = static_cast<T>(value << 8 | static_cast<unsigned char>(raw[i]));
    return is_good() ? value : 0;
  }

  std::uint64_t count(std::uint64_t limit = kCountLimit) {
    const auto value = number<std::uint64_t>();
    if (value > limit) bytes_.setstate(std::ios::failbit);
    return is_good() ? value : 0;
  }

  std::string text() {
    std::string value(count(kTextLimit), '\0');
    bytes_.read(value.data(), static_cast<std::streamsize>(value.size()));
    return is_good() ? value : "";
  }

  void skip_value(std::uint32_t type, int depth = 0) {
    if (type >= kTypeSizes.size() || depth > 2) return bytes_.setstate(std::ios::failbit);
    if (type == kTextType) return skip(count(kTextLimit));
    if (type == kListType) return skip_list(depth);
    skip(static_cast<std::uint64_t>(kTypeSizes[type]));
  }

 private:
  // Not by seekg, which would throw the buffer away for each of 100,000 words.
  void skip(std::uint64_t size) { bytes_.ignore(static_cast<std::streamsize>(size)); }

  void skip_list(int depth) {
    const auto type = number<std::uint32_t>();
    const auto length = count();
    for (std::uint64_t i = 0; i < length && is_good(); ++i) skip_value(type, depth + 1);
  }

  std::istream& bytes_;
};

void read_fields(GgufReader& reader, std::uint64_t field_count, GgufHeader& header) {
  for (std::uint64_t i = 0; i < field_count && reader.is_good(); ++i) {
    const std::string key = reader.text();
    const auto type = reader.number<std::uint32_t>();
    if (key == "general.name" && type == kTextType) {
      header.name = plain_text(reader.text());
    } else {
      reader.skip_value(type);
    }
  }
}

// Nothing if it is too many to be true.
std::optional<std::int64_t> element_count(GgufReader& reader) {
  constexpr std::uint32_t kDimensionLimit = 8;
  reader.text();  // the tensor's name
  const auto dimension_count = reader.number<std::uint32_t>();
  if (dimension_count > kDimensionLimit) return std::nullopt;
  std::int64_t count = 1;
  for (std::uint32_t i = 0; i < dimension_count; ++i) {
    const auto length = reader.number<std::uint64_t>();
    if (length > kParameterLimit ||
        (length > 0 && count > kParameterLimit / static_cast<std::int64_t>(length)))
      return std::nullopt;
    count *= static_cast<std::int64_t>(length);
  }
  reader.number<std::uint32_t>();  // its type
  reader.number<std::uint64_t>();  // where it lies
  return count;
}

}  // namespace

Expected<GgufHeader> parse_gguf_header(std::istream& bytes) {
  constexpr std::uint32_t kMagic = 0x46554747;  // "GGUF"
  GgufReader reader(bytes);
  if (reader.number<std::uint32_t>() != kMagic) return fail("not a GGUF file");
  if (const auto version = reader.number<std::uint32_t>(); version < 2 || version > 3)
    return fail(fmt::format("GGUF of version {}, where 2 or 3 is known", version));
  const auto tensor_count = reader.count(), field_count = reader.count();
  GgufHeader header;
  read_fields(reader, field_count, header);
  for (std::uint64_t i = 0; i < tensor_count && reader.is_good(); ++i) {
    const auto count = element_count(reader);
    if (!count || *count > kParameterLimit - header.parameter_count)
      return fail("damaged: it has a tensor of an impossible size");
    header.parameter_count += *count;
  }
  if (!reader.is_good()) return fail("damaged, or not fully copied: its header is cut off");
  return header;
}

Expected<GgufHeader> read_gguf_header(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return system_failure(path, "cannot open");
  auto header = parse_gguf_header(file);
  if (header) return header;
  return fail(fmt::format("{}: {}; give a model in the format of llama.cpp",
                          plain_text(path.string()), header.error().message));
}

}  // namespace sightmark
