#include "process/launch.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/file.h"
#include "process/guardian.h"

namespace sightmark {
namespace {

Expected<Descriptor> open_nothing(int flags) {
  Descriptor file(::open("/dev/null", flags | O_CLOEXEC));
  if (file.number() >= 0) return file;
  return fail(fmt::format("cannot open /dev/null: {}", std::strerror(errno)));
}

Expected<Descriptor> open_log(const std::filesystem::path& path) {
  return path.empty() ? open_nothing(O_WRONLY) : open_to_append(path);
}

// The end of a pipe from which just these bytes can be read. They wait in the pipe itself, which
// takes PIPE_BUF bytes at once without a reader.
Expected<Descriptor> open_input(std::string_view bytes) {
  if (bytes.empty()) return open_nothing(O_RDONLY);
  auto pipe = make_pipe();
  if (!pipe) return tl::unexpected(pipe.error());
  if (bytes.size() > PIPE_BUF || !write_all(pipe->writing.number(), bytes)) {
    return fail("cannot hand over its input");
  }
  return std::move(pipe->reading);
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  for (std::string& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

// sightmark's environment, with the child's variables in place of those of the same name.
std::vector<std::string> environment_of_child(const ChildOptions& options) {
  std::vector<std::string> result;
  for (const auto& [name, value] : options.environment)
    result.push_back(fmt::format("{}={}", name, value));
  const auto is_replaced = [&](std::string_view entry) {
    for (const auto& [name, value] : options.environment) {
      if (entry.starts_with(name) && entry.substr(name.size()).starts_with('=')) return true;
    }
    return false;
  };
  for (char** entry = environ; *entry; ++entry) {
    if (!is_replaced(*entry)) result.emplace_back(*entry);
  }
  return result;
}

void reset_signals() {
  for (int signal = 1; signal < NSIG; ++signal) ::signal(signal, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

// Closes at exec what libraries left open; what sightmark itself opens closes anyway.
void keep_standard_descriptors_only() {
  constexpr unsigned kCloseOnExec = 1U << 2;  // CLOSE_RANGE_CLOEXEC, Linux 5.11
  ::syscall(SYS_close_range, 3U, ~0U, kCloseOnExec);
}

}  // namespace

Expected<Channels> open_channels(const ChildOptions& options) {
  auto log = open_log(options.log);
  auto failure = make_pipe();
  if (!log) return tl::unexpected(log.error());
  if (!failure) return tl::unexpected(failure.error());
  if (options.has_pipes) {
    auto input = make_pipe();
    auto output = make_pipe();
    if (!input) return tl::unexpected(input.error());
    if (!output) return tl::unexpected(output.error());
    return Channels{std::move(input->reading), std::move(output->writing), std::move(*log),
                    std::move(input->writing), std::move(output->reading), std::move(*failure)};
  }
  auto input = open_input(options.input);
  auto output = open_log(options.log);
  if (!input) return tl::unexpected(input.error());
  if (!output) return tl::unexpected(output.error());
  return Channels{std::move(*input), std::move(*output), std::move(*log),
                  Descriptor(),      Descriptor(),       std::move(*failure)};
}

Launch::Launch(const ChildOptions& options, const Channels& channels, int guard_channel)
    : words_(options.command),
      variables_(environment_of_child(options)),
      argument_pointers_(pointers(words_)),
      variable_pointers_(pointers(variables_)),
      channels_(channels),
      guard_channel_(guard_channel),
      parent_(::getpid()) {}

void Launch::become_program() const {
  ::setpgid(0, 0);
  Guardian::set_group(guard_channel_, ::getpid());
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent_) ::_exit(127);  // it ended before the line above
  // Moved out of the way first: ours may lie at 0 to 2 where sightmark was started without those.
  const auto moved = [](const Descriptor& descriptor) {
    return ::fcntl(descriptor.number(), F_DUPFD_CLOEXEC, 3);
  };
  const int failure = moved(channels_.failure.writing);
  const int standard[] = {moved(channels_.input), moved(channels_.output), moved(channels_.log)};
  for (int i = 0; i < 3; ++i) ::dup2(standard[i], i);
  keep_standard_descriptors_only();
  reset_signals();
  ::execvpe(argument_pointers_.front(), argument_pointers_.data(), variable_pointers_.data());
  const int error = errno;
  (void)!::write(failure, &error, sizeof error);
  ::_exit(127);
}

}  // namespace sightmark
