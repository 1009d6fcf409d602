#include "engine/adapter.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <thread>
#include <utility>

#include "base/text.h"

namespace sightmark {
namespace {

using std::chrono::milliseconds;

constexpr std::chrono::seconds kQuitPatience{5};  // after "quit"
constexpr std::chrono::seconds kStopPatience{5};  // after SIGTERM
constexpr std::chrono::seconds kEndPatience{1};   // after its pipes closed: that comes first
constexpr milliseconds kStopCheckInterval{50};
constexpr std::size_t kBlockSize = 65536, kLineByteLimit = std::size_t{16} << 20;

// Waits until the descriptor can be used, or has failed.
tl::expected<void, Failure> await(int descriptor, short event, Instant deadline,
                                  const std::stop_token& stop) {
  for (;;) {
    if (stop.stop_requested()) return failed(FailureKind::Cancelled, "cancelled");
    const auto left = std::chrono::ceil<milliseconds>(deadline - now());
    if (left.count() <= 0) return failed(FailureKind::Timeout, "no answer in time");
    pollfd poll{descriptor, event, 0};
    if (::poll(&poll, 1, static_cast<int>(std::min(left, kStopCheckInterval).count())) > 0) {
      return {};
    }
  }
}

// While it lives, a write to a pipe that no one reads does not end sightmark, whatever the program
// does with SIGPIPE.
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

Adapter::Adapter(ChildProcess child) : child_(std::move(child)) {
  ::fcntl(child_.input(), F_SETFL, O_NONBLOCK);
}

std::optional<std::string> Adapter::death() {
  const auto end = child_.end();
  return end ? std::optional("the adapter ended: " + end->in_words()) : std::nullopt;
}

tl::expected<void, Failure> Adapter::send(std::string_view line, Instant deadline,
                                          const std::stop_token& stop) {
  const SigpipeGuard guard;
  while (!line.empty()) {
    const ssize_t size = ::write(child_.input(), line.data(), line.size());
    if (size >= 0) {
      line.remove_prefix(static_cast<std::size_t>(size));
      continue;
    }
    if (!is_passing(errno)) return tl::unexpected(closed_pipe(std::strerror(errno)));
    if (auto ready = await(child_.input(), POLLOUT, deadline, stop); !ready) return ready;
  }
  return {};
}

tl::expected<AdapterMessage, Failure> Adapter::receive(Instant deadline,
                                                       const std::stop_token& stop) {
  for (;;) {
    const auto end = buffer_.find('\n', scanned_);
    if (end != std::string::npos) {
      const auto line = std::string_view(buffer_).substr(begin_, end - begin_);
      begin_ = scanned_ = end + 1;
      return parse_adapter_message(line);
    }
    scanned_ = buffer_.size();
    if (buffer_.size() - begin_ > kLineByteLimit) {
      return failed(FailureKind::Malformed,
                    fmt::format("a line is longer than {} MB", kLineByteLimit >> 20));
    }
    if (auto filled = fill(deadline, stop); !filled) return tl::unexpected(filled.error());
  }
}

tl::expected<void, Failure> Adapter::fill(Instant deadline, const std::stop_token& stop) {
  if (auto ready = await(child_.output(), POLLIN, deadline, stop); !ready) return ready;
  arrived_ = now();
  buffer_.erase(0, begin_);
  scanned_ -= begin_;
  begin_ = 0;
  const std::size_t size = buffer_.size();
  buffer_.resize(size + kBlockSize);
  const ssize_t got = ::read(child_.output(), buffer_.data() + size, kBlockSize);
  const int error = errno;
  buffer_.resize(size + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  if (got > 0 || (got < 0 && is_passing(error))) return {};
  return tl::unexpected(closed_pipe(got == 0 ? "its output ended" : std::strerror(error)));
}

void Adapter::quit() {
  const Instant deadline = now() + kQuitPatience;
  if (send(adapter_quit(), deadline, {})) await_end(deadline);
}

void Adapter::stop() { child_.stop(kStopPatience); }

Failure Adapter::misplaced(const AdapterMessage& message, std::string_view expected) {
  if (const auto* error = std::get_if<AdapterError>(&message)) {
    return {FailureKind::Rejected, "the adapter says: " + plain_text(error->message)};
  }
  return {FailureKind::Malformed, fmt::format("another message in the place of \"{}\"", expected)};
}

// Says Died where the adapter ended soon after.
Failure Adapter::closed_pipe(const char* reason) {
  await_end(now() + kEndPatience);
  if (auto words = death()) return {FailureKind::Died, *std::move(words)};
  return {FailureKind::CutStream, fmt::format("the adapter closed its pipe: {}", reason)};
}

void Adapter::await_end(Instant deadline) {
  constexpr milliseconds kPause{5};
  while (!child_.end() && now() < deadline) std::this_thread::sleep_for(kPause);
}

}  // namespace sightmark
