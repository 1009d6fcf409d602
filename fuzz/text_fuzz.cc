#include <cstdint>
#include <string>

#include "base/csv.h"
#include "base/text.h"
#include "fuzz/require.h"

using namespace sightmark;

namespace {

// The text that a CSV reader gets back from one field.
std::string unquoted(const std::string& field) {
  if (!field.starts_with('"')) {
    require(field.find_first_of(",\"") == std::string::npos);
    return field;
  }
  require(field.size() >= 2 && field.ends_with('"'));
  std::string text;
  for (std::size_t i = 1; i + 1 < field.size(); ++i) {
    text += field[i];
    if (field[i] == '"') require(field[++i] == '"' && i + 1 < field.size());
  }
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string plain = plain_text(text);
  require(plain_text(plain) == plain && is_valid_utf8(plain));
  for (const char c : plain) require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);

  for (const std::size_t limit : {1u, 2u, 5u, 80u}) {
    const std::string cut = shortened(plain, limit);
    require(is_valid_utf8(cut) && code_point_count(cut) <= limit);
    require(code_point_count(plain) > limit || cut == plain);
  }

  const std::string field = csv_text(text);
  require(field.find_first_of("\r\n") == std::string::npos);
  const std::string back = unquoted(field);
  require(back == plain || back == "'" + plain);
  require(back.find_first_of("=+-@") != 0);
  return 0;
}
