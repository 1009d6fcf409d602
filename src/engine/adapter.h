#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>

#include "base/clock.h"
#include "engine/adapter_protocol.h"
#include "engine/engine.h"
#include "process/child_process.h"

namespace sightmark {

// A started adapter and the lines to and from it; for one thread at a time.
class Adapter {
 public:
  // Takes over a child with pipes.
  explicit Adapter(ChildProcess child);

  pid_t id() const { return child_.id(); }
  std::optional<std::string> death();  // "the adapter ended: exit code 1"; nothing while it runs
  Instant arrived() const { return arrived_; }  // when the last message came in

  // Sends a line. Fails as Died, CutStream (the adapter closed its input), Timeout or Cancelled.
  tl::expected<void, Failure> send(std::string_view line, Instant deadline,
                                   const std::stop_token& stop);

  // Waits for the next message. Fails as above, as the parser does, and as Malformed where a line
  // is longer than 16 MB.
  tl::expected<AdapterMessage, Failure> receive(Instant deadline, const std::stop_token& stop);

  // The same where only one kind of message can come, or an error, which fails as Rejected.
  template <typename Message>
  tl::expected<Message, Failure> receive_only(std::string_view name, Instant deadline,
                                              const std::stop_token& stop) {
    auto message = receive(deadline, stop);
    if (!message) return tl::unexpected(message.error());
    if (auto* expected = std::get_if<Message>(&*message)) return std::move(*expected);
    return tl::unexpected(misplaced(*message, name));
  }

  void quit();  // asks it to end, and waits up to 5 s
  void stop();  // makes it end

 private:
  static Failure misplaced(const AdapterMessage& message, std::string_view expected);
  Failure closed_pipe(const char* reason);
  void await_end(Instant deadline);
  tl::expected<void, Failure> fill(Instant deadline, const std::stop_token& stop);

  ChildProcess child_;
  Instant arrived_;
  std::string buffer_;       // what was read
  std::size_t begin_ = 0;    // of what was not returned yet
  std::size_t scanned_ = 0;  // up to here there is no newline
};

}  // namespace sightmark
