#include "process/guardian.h"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>

namespace sightmark {
namespace {

constexpr pid_t kNoGroup = 0;  // ends the guardian: nothing is left to watch

// From here on only async-signal-safe calls: other threads of the process that forked may have held
// any lock.

// Descriptors 1 and above; else it would hold open the pipes of the whole program.
void close_all_but_first() {
  if (::syscall(SYS_close_range, 1U, ~0U, 0U) == 0) return;
  for (int number = 1; number < 65536; ++number) ::close(number);  // before Linux 5.9
}

void end_group(pid_t group) {
  constexpr timespec kPause{0, 20'000'000};
  constexpr int kPauseCount = 100;
  ::kill(-group, SIGTERM);
  ::kill(-group, SIGCONT);  // a stopped process does not receive SIGTERM
  for (int i = 0; i < kPauseCount && ::kill(-group, 0) == 0; ++i) ::nanosleep(&kPause, nullptr);
  ::kill(-group, SIGKILL);
}

[[noreturn]] void watch(int channel) {
  ::setsid();  // a Ctrl-C of the terminal is not for it
  ::prctl(PR_SET_NAME, "sightmark-guard");
  ::dup2(channel, 0);
  close_all_but_first();
  pid_t group = kNoGroup, received = kNoGroup;
  ssize_t size = 0;
  while ((size = ::read(0, &received, sizeof received)) > 0 || (size < 0 && errno == EINTR)) {
    if (size > 0) group = received;
    if (size > 0 && received == kNoGroup) ::_exit(0);
  }
  if (group != kNoGroup) end_group(group);
  ::_exit(0);
}

}  // namespace

Expected<Guardian> Guardian::start() {
  int ends[2];  // a socket, since a pipe that no one reads any more would end us (SIGPIPE)
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return fail(fmt::format("cannot make a socket: {}", std::strerror(errno)));
  const Descriptor its_end(ends[0]);
  Descriptor our_end(ends[1]);

  sigset_t all, before;  // no handler of ours may run in it, and it outlives polite signals
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t id = ::fork();
  if (id == 0) watch(its_end.number());
  const int error = errno;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (id < 0) return fail(fmt::format("cannot start a process: {}", std::strerror(error)));
  return Guardian(id, std::move(our_end));
}

void Guardian::set_group(int channel, pid_t group) {
  (void)::send(channel, &group, sizeof group, MSG_NOSIGNAL);
}

Guardian::~Guardian() {
  if (channel_.number() < 0) return;  // moved from
  set_group(channel(), kNoGroup);
  channel_.close();
  while (::waitpid(id_, nullptr, 0) < 0 && errno == EINTR) continue;
}

}  // namespace sightmark
