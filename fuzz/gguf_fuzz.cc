#include <cstdint>
#include <sstream>
#include <string>

#include "engine/gguf_header.h"
#include "fuzz/require.h"

using namespace sightmark;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::istringstream bytes(std::string(reinterpret_cast<const char*>(data), size));
  const auto header = parse_gguf_header(bytes);
  if (!header) {
    require(!header.error().message.empty());
    return 0;
  }
  require(header->parameter_count >= 0);
  return 0;
}
