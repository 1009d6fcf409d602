#include "engine/line_pipe.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>

namespace sightmark {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kStopCheckInterval{50};
constexpr std::size_t kBlockSize = 65536;

tl::unexpected<Failure> failure(FailureKind kind, std::string message) {
  return tl::unexpected(Failure{kind, std::move(message)});
}

// Waits until the descriptor can be used, or has failed.
tl::expected<void, Failure> await(int descriptor, short event, Instant deadline,
                                  const std::stop_token& stop) {
  for (;;) {
    if (stop.stop_requested()) return failure(FailureKind::Cancelled, "cancelled");
    const auto left = std::chrono::ceil<milliseconds>(deadline - now());
    if (left.count() <= 0) return failure(FailureKind::Timeout, "no answer in time");
    pollfd poll{descriptor, event, 0};
    if (::poll(&poll, 1, static_cast<int>(std::min(left, kStopCheckInterval).count())) > 0)
      return {};
  }
}

// While it lives, a write to a pipe that no one reads does not end us, whatever the program does
// with SIGPIPE.
class SigpipeGuard {
 public:
  SigpipeGuard() {
    ::sigemptyset(&pipe_);
    ::sigaddset(&pipe_, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  SigpipeGuard(const SigpipeGuard&) = delete;
  SigpipeGuard& operator=(const SigpipeGuard&) = delete;
  ~SigpipeGuard() {
    const timespec none{};
    ::sigtimedwait(&pipe_, nullptr, &none);
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t pipe_, before_;
};

bool is_passing(int error) { return error == EINTR || error == EAGAIN; }

}  // namespace

LinePipe::LinePipe(int input, int output) : input_(input), output_(output) {
  ::fcntl(input_, F_SETFL, O_NONBLOCK);
}

tl::expected<void, Failure> LinePipe::write(std::string_view line, Instant deadline,
                                            const std::stop_token& stop) {
  const SigpipeGuard guard;
  while (!line.empty()) {
    const ssize_t size = ::write(input_, line.data(), line.size());
    if (size >= 0) {
      line.remove_prefix(static_cast<std::size_t>(size));
      continue;
    }
    if (!is_passing(errno)) return failure(FailureKind::CutStream, std::strerror(errno));
    if (auto ready = await(input_, POLLOUT, deadline, stop); !ready) return ready;
  }
  return {};
}

tl::expected<std::string_view, Failure> LinePipe::read(Instant deadline,
                                                       const std::stop_token& stop) {
  for (;;) {
    const auto end = buffer_.find('\n', scanned_);
    if (end != std::string::npos) {
      const auto line = std::string_view(buffer_).substr(begin_, end - begin_);
      begin_ = scanned_ = end + 1;
      return line;
    }
    scanned_ = buffer_.size();
    if (buffer_.size() - begin_ > kLineByteLimit) {
      return failure(FailureKind::Malformed,
                     fmt::format("a line is longer than {} MB", kLineByteLimit >> 20));
    }
    if (auto filled = fill(deadline, stop); !filled) return tl::unexpected(filled.error());
  }
}

tl::expected<void, Failure> LinePipe::fill(Instant deadline, const std::stop_token& stop) {
  if (auto ready = await(output_, POLLIN, deadline, stop); !ready) return ready;
  buffer_.erase(0, begin_);
  scanned_ -= begin_;
  begin_ = 0;
  const std::size_t size = buffer_.size();
  buffer_.resize(size + kBlockSize);
  const ssize_t got = ::read(output_, buffer_.data() + size, kBlockSize);
  arrived_ = now();
  buffer_.resize(size + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  if (got > 0 || (got < 0 && is_passing(errno))) return {};
  return failure(FailureKind::CutStream, got == 0 ? "its output ended" : std::strerror(errno));
}

}  // namespace sightmark
