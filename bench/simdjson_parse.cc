// simdjson_parse FOLDER: prints the seconds that simdjson takes on one thread to parse every line
// of every runs.jsonl below the folder, the bytes lying in memory already.
#include <fmt/format.h>
#include <simdjson.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <vector>

#include "base/file.h"

namespace {

// Parses each line; returns how many are valid JSON.
std::size_t parse_lines(simdjson::dom::parser& parser, const std::string& bytes) {
  std::size_t valid_count = 0;
  const char* const end = bytes.data() + bytes.size() - simdjson::SIMDJSON_PADDING;
  for (const char* begin = bytes.data(); begin < end;) {
    const auto left = static_cast<std::size_t>(end - begin);
    const auto* newline = static_cast<const char*>(std::memchr(begin, '\n', left));
    const std::size_t size = newline ? static_cast<std::size_t>(newline - begin) : left;
    valid_count += parser.parse(begin, size, false).error() ? 0 : 1;
    begin += size + 1;
  }
  return valid_count;
}

std::vector<std::string> padded_files(const std::filesystem::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().filename() != "runs.jsonl") continue;
    std::string& bytes =
        files.emplace_back(sightmark::read_file(entry.path(), std::size_t{1} << 32).value());
    bytes.resize(bytes.size() + simdjson::SIMDJSON_PADDING);
  }
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::vector<std::string> files = padded_files(argv[1]);
  simdjson::dom::parser parser;
  std::size_t valid_count = 0;
  const auto start = std::chrono::steady_clock::now();
  for (const std::string& bytes : files) valid_count += parse_lines(parser, bytes);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  fmt::print("{:.6f}\n", taken.count());
  return valid_count > 0 ? 0 : 1;
}
