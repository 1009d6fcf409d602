#include "cli/stop_signal.h"

#include <pthread.h>
#include <unistd.h>

#include <ctime>

#include "cli/command.h"
#include "cli/terminal.h"

namespace sightmark {
namespace {

constexpr timespec kPatience{0, 100'000'000};

sigset_t signals_that_end() {
  sigset_t signals;
  ::sigemptyset(&signals);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction action {};
    ::sigaction(number, nullptr, &action);
    if (action.sa_handler != SIG_IGN) ::sigaddset(&signals, number);
  }
  return signals;
}

}  // namespace

StopSignal::StopSignal() : signals_(signals_that_end()) {
  ::pthread_sigmask(SIG_BLOCK, &signals_, &old_mask_);
  waiter_ = std::jthread([this](const std::stop_token& end) { wait(end); });
}

StopSignal::~StopSignal() {
  waiter_.request_stop();
  waiter_.join();
  ::pthread_sigmask(SIG_SETMASK, &old_mask_, nullptr);
}

void StopSignal::wait(const std::stop_token& end) {
  while (!end.stop_requested()) {
    if (::sigtimedwait(&signals_, nullptr, &kPatience) < 0) continue;
    if (stop_.stop_requested()) ::_exit(kExitInterrupted);  // the second signal ends at once
    print(stderr, "\nsightmark: stopping; once more to end at once\n");
    stop_.request_stop();
  }
}

}  // namespace sightmark
