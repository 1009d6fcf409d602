#include "e2e/program.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void send_to(const std::filesystem::path& path, int descriptor) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ::dup2(file, descriptor);
  ::close(file);
}

// Turns this process, a child, into the program.
[[noreturn]] void become_program(const std::vector<std::string>& arguments,
                                 const ProgramOptions& options, const TemporaryFolder& outputs) {
  send_to(options.is_output_full ? "/dev/full" : outputs / "out", STDOUT_FILENO);
  send_to(options.is_output_full ? "/dev/full" : outputs / "err", STDERR_FILENO);
  if (!options.folder.empty()) std::filesystem::current_path(options.folder);
  for (const auto& [name, value] : options.environment) {
    ::setenv(name.c_str(), value.c_str(), 1);
  }
  if (options.file_byte_limit) {
    const rlimit limit{*options.file_byte_limit, *options.file_byte_limit};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    ::signal(SIGXFSZ, SIG_IGN);  // so that the write fails instead
  }
  std::vector<char*> words = {const_cast<char*>(options.program.c_str())};
  for (const std::string& word : arguments) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  ::execv(options.program.c_str(), words.data());
  ::_exit(127);
}

}  // namespace

ProgramResult run_sightmark(const std::vector<std::string>& arguments,
                            const ProgramOptions& options) {
  const TemporaryFolder outputs;
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) become_program(arguments, options, outputs);
  if (options.killed_after_ms) {
    ::usleep(static_cast<useconds_t>(*options.killed_after_ms * 1000));
    ::kill(child, SIGKILL);
  }
  int status = 0;
  bool has_ended = false;
  while (options.signalled_when && !has_ended && !options.signalled_when()) {
    ::usleep(1000);
    has_ended = ::waitpid(child, &status, WNOHANG) == child;
  }
  if (options.signalled_when && !has_ended) ::kill(child, options.signal);
  if (!has_ended) ::waitpid(child, &status, 0);
  return {.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status),
          .out = bytes_of(outputs / "out"),
          .err = bytes_of(outputs / "err")};
}

std::map<std::string, std::string> files_below(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  if (!std::filesystem::exists(folder)) return files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    files[entry.path().lexically_relative(folder).string()] = bytes_of(entry.path());
  }
  return files;
}

}  // namespace sightmark
