#include "process/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <future>
#include <mutex>
#include <sstream>
#include <string_view>
#include <thread>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "process/guardian.h"

namespace sightmark {
namespace {

constexpr std::chrono::seconds kDestructorPatience{5};

// Children cannot be waited for while SIGCHLD is ignored, as some parents leave it.
void receive_child_ends() {
  struct sigaction action {};
  if (::sigaction(SIGCHLD, nullptr, &action) == 0 && action.sa_handler == SIG_IGN)
    ::signal(SIGCHLD, SIG_DFL);
}

// The errno of the exec that failed; 0 where the program runs.
int exec_error(int descriptor) {
  int error = 0;
  ssize_t size = 0;
  while ((size = ::read(descriptor, &error, sizeof error)) < 0 && errno == EINTR) continue;
  return size == sizeof error ? error : 0;
}

tl::unexpected<Error> start_failure(const ChildOptions& options, std::string_view why) {
  const std::string program = options.command.empty() ? "nothing" : options.command.front();
  return fail(fmt::format("cannot start {}: {}", plain_text(program), why));
}

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
    return std::ranges::any_of(options.environment, [&](const auto& variable) {
      return entry.starts_with(variable.first + '=');
    });
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

// What is open between sightmark and a child.
struct Channels {
  Descriptor input, output, log;     // the child's stdin, stdout, stderr
  Descriptor our_input, our_output;  // sightmark's ends, if they are pipes
  Pipe failure;                      // carries the errno of an exec that failed
};

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

// All that the child needs between fork and exec, where nothing may be allocated: another thread
// may have held any lock.
class Launch {
 public:
  // `channels` must outlive it; `guard_channel` as Guardian has it.
  Launch(const ChildOptions& options, const Channels& channels, int guard_channel)
      : words_(options.command),
        variables_(environment_of_child(options)),
        channels_(channels),
        guard_channel_(guard_channel) {}
  Launch(const Launch&) = delete;  // it points into itself
  Launch& operator=(const Launch&) = delete;

  // In the child, after the fork.
  [[noreturn]] void become_program() const {
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

 private:
  std::vector<std::string> words_, variables_;
  std::vector<char*> argument_pointers_ = pointers(words_);  // ends with a null pointer
  std::vector<char*> variable_pointers_ = pointers(variables_);
  const Channels& channels_;
  int guard_channel_;
  pid_t parent_ = ::getpid();
};

}  // namespace

std::string ProcessEnd::in_words() const {
  if (!was_signal) return fmt::format("exit code {}", number);
  const char* name = ::sigdescr_np(number);
  return fmt::format("signal {} ({})", number, name ? name : "unknown");
}

struct ChildProcess::State {
  Guardian guardian;
  Descriptor input, output;  // our ends
  pid_t id = -1;
  std::mutex mutex;
  std::condition_variable has_ended;
  std::optional<ProcessEnd> end;
  bool is_reaped = false;  // until then it stays a zombie, so that no one else gets its number
  std::jthread keeper;     // forks, then waits for the child's end: PR_SET_PDEATHSIG is sent when
                           // the thread that forked ends, so that has to be one that lasts

  explicit State(Guardian its_guardian) : guardian(std::move(its_guardian)) {}

  void keep(const Launch& launch, Pipe& failure, std::promise<int> error);
  ProcessEnd stop(std::chrono::milliseconds patience);
};

// `error` becomes the errno of what failed, 0 where the program runs; after that neither `launch`
// nor `failure` is there any more.
void ChildProcess::State::keep(const Launch& launch, Pipe& failure, std::promise<int> error) {
  sigset_t all;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, nullptr);  // no handler of ours may run in the child
  id = ::fork();
  if (id == 0) launch.become_program();
  if (id < 0) return error.set_value(errno);

  ::setpgid(id, id);  // as the child does: whoever comes first
  failure.writing.close();
  if (const int number = exec_error(failure.reading.number())) {
    ::waitpid(id, nullptr, 0);
    return error.set_value(number);
  }
  error.set_value(0);

  siginfo_t info{};
  while (::waitid(P_PID, static_cast<id_t>(id), &info, WEXITED | WNOWAIT) < 0 && errno == EINTR)
    continue;
  const std::lock_guard lock(mutex);
  end = ProcessEnd{info.si_code != CLD_EXITED, info.si_status};
  has_ended.notify_all();
}

ProcessEnd ChildProcess::State::stop(std::chrono::milliseconds patience) {
  const auto is_over = [this] { return end.has_value(); };
  std::unique_lock lock(mutex);
  if (!is_over()) {
    ::kill(-id, SIGTERM);
    ::kill(-id, SIGCONT);  // a stopped process does not receive SIGTERM
  }
  has_ended.wait_for(lock, patience, is_over);
  if (!is_reaped) ::kill(-id, SIGKILL);  // it, or what it left behind in its group
  has_ended.wait(lock, is_over);
  if (!is_reaped) ::waitpid(id, nullptr, 0);
  is_reaped = true;
  return *end;
}

Expected<ChildProcess> ChildProcess::start(const ChildOptions& options) {
  if (options.command.empty()) return start_failure(options, "there is no command");
  receive_child_ends();
  auto guardian = Guardian::start();
  if (!guardian) return start_failure(options, guardian.error().message);
  auto channels = open_channels(options);
  if (!channels) return start_failure(options, channels.error().message);

  auto state = std::make_unique<State>(std::move(*guardian));
  state->input = std::move(channels->our_input);
  state->output = std::move(channels->our_output);
  const Launch launch(options, *channels, state->guardian.channel());
  std::promise<int> error;
  auto outcome = error.get_future();
  state->keeper = std::jthread(&State::keep, state.get(), std::cref(launch),
                               std::ref(channels->failure), std::move(error));
  if (const int number = outcome.get(); number != 0)
    return start_failure(options, std::strerror(number));
  return ChildProcess(std::move(state));
}

ChildProcess::ChildProcess(std::unique_ptr<State> state) : state_(std::move(state)) {}
ChildProcess::ChildProcess(ChildProcess&&) noexcept = default;
ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}
ChildProcess::~ChildProcess() {
  if (state_) state_->stop(kDestructorPatience);
}

pid_t ChildProcess::id() const { return state_->id; }
int ChildProcess::input() const { return state_->input.number(); }
int ChildProcess::output() const { return state_->output.number(); }

std::optional<ProcessEnd> ChildProcess::end() {
  const std::lock_guard lock(state_->mutex);
  return state_->end;
}

ProcessEnd ChildProcess::stop(std::chrono::milliseconds patience) { return state_->stop(patience); }

std::optional<std::filesystem::path> find_program(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path ? path : "");
  std::error_code ignored;
  for (std::string folder; std::getline(folders, folder, ':');) {
    const auto program = std::filesystem::path(folder) / name;
    if (program.is_absolute() && std::filesystem::is_regular_file(program, ignored) &&
        ::access(program.c_str(), X_OK) == 0) {
      return program;
    }
  }
  return std::nullopt;
}

}  // namespace sightmark
