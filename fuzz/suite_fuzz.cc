#include <cstdint>

#include "base/text.h"
#include "fuzz/require.h"
#include "suite/suite.h"

using namespace sightmark;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto suite = parse_suite({reinterpret_cast<const char*>(data), size});
  if (!suite) {
    require(!suite.error().message.empty() &&
            plain_text(suite.error().message) == suite.error().message);
    return 0;
  }
  require(!suite->name.empty() && !suite->version.empty() && !suite->tasks.empty());
  for (const Task& task : suite->tasks) {
    require(!task.name.empty() && task.name.size() <= 64 && plain_text(task.name) == task.name);
    require(is_valid_utf8(task.purpose) && is_valid_utf8(task.prompt) && !task.prompt.empty());
  }
  require(parse_suite(to_json(*suite)) == *suite);
  return 0;
}
