#include "engine/find_llama_server.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <system_error>

#include "base/text.h"

namespace sightmark {
namespace {

bool is_program(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// script/get-llama-server has the same.
std::filesystem::path private_prefix() {
  const std::string data = variable("XDG_DATA_HOME");
  const std::string folder = data.empty() ? variable("HOME") + "/.local/share" : data;
  return std::filesystem::path(folder) / "sightmark/llama-server";
}

}  // namespace

Expected<std::filesystem::path> find_llama_server() {
  std::string folders = variable("PATH") + ':';
  for (std::size_t begin = 0, end; (end = folders.find(':', begin)) != std::string::npos;
       begin = end + 1) {
    const auto path = std::filesystem::path(folders.substr(begin, end - begin)) / "llama-server";
    if (path.has_parent_path() && is_program(path)) return path;
  }
  const auto path = private_prefix() / "bin/llama-server";
  if (is_program(path)) return path;
  return fail(
      fmt::format("there is no llama-server, neither in PATH nor as {}; fetch Debian's with "
                  "script/get-llama-server, or give one with --llama-server",
                  plain_text(path.string())));
}

}  // namespace sightmark
