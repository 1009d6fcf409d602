#include "cli/terminal.h"

#include <fmt/format.h>
#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <functional>

#include "cli/command.h"

namespace sightmark {
namespace {

constexpr std::size_t kBarWidth = 24;

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

bool is_live_terminal() {
  const char* term = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) == 1 && term && std::string_view(term) != "dumb";
}

void LiveLine::show(std::string_view text) {
  print(stderr, fmt::format("\r\033[K{}", text));
  std::fflush(stderr);
  is_shown_ = true;
}

void LiveLine::clear() {
  if (is_shown_) show("");
  is_shown_ = false;
}

void ProgressLine::show(std::string_view stage, std::size_t done, std::size_t total) {
  if (is_quiet_) return;
  if (!line_.is_live()) {
    if (done == total) print(stderr, fmt::format("{}: {} of {}\n", stage, done, total));
    return;
  }
  const std::size_t filled = total == 0 ? kBarWidth : kBarWidth * done / total;
  std::string bar;
  for (std::size_t i = 0; i < kBarWidth; ++i) bar += i < filled ? "━" : "╌";
  line_.show(fmt::format("{} {} {}/{}", stage, bar, done, total));
}

Progress ProgressLine::progress() { return std::bind_front(&ProgressLine::show, this); }

void print(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);  // fmt::print would throw
}

void print_error(std::string_view message) {
  print(stderr, fmt::format("sightmark: {}\n", message));
}

int fail_with(int exit_code, const Error& error) {
  print_error(error.message);
  return exit_code;
}

bool is_output_written(std::string_view lost) {
  if (std::fflush(stdout) == 0 && !std::ferror(stdout)) return true;
  print_error(fmt::format("standard output: cannot write{}{}", lost.empty() ? "" : " ", lost));
  return false;
}

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
