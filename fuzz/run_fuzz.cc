#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>

#include "base/file.h"
#include "base/line_reader.h"
#include "base/text.h"
#include "fuzz/require.h"
#include "fuzz/run_folder.h"
#include "record/run_reader.h"

using namespace sightmark;

namespace {

// Every byte is in exactly one line.
void check_lines(const std::filesystem::path& path, std::string_view bytes) {
  auto reader = LineReader::open(path, 1 << 24);
  require(reader.has_value());
  std::string joined;
  std::size_t number = 0;
  while (const auto line = reader->next()) {
    require(line->number == ++number && !line->is_too_long);
    require(line->text.find('\n') == std::string_view::npos);
    joined += line->text;
    if (line->has_end) joined += '\n';
  }
  require(reader->error() == 0 && joined == bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const RunFolderOfProcess folder;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  require(write_file(folder.path / "runs.jsonl", bytes).has_value());
  check_lines(folder.path / "runs.jsonl", bytes);

  const auto run = read_run({folder.path, "root", "root/run"});
  require(run.has_value());
  const auto line_count =
      static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n')) + 1;
  const ReadingProblems& problems = run->problems;
  require(run->trials.size() + problems.damaged_line_count + problems.duplicate_count <=
          line_count);
  for (const std::string& message : problems.messages) require(plain_text(message) == message);
  return 0;
}
