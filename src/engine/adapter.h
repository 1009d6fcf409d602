#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>

#include "base/clock.h"
#include "engine/adapter_message.h"
#include "engine/engine.h"
#include "engine/line_pipe.h"
#include "process/child_process.h"

namespace sightmark {

// A started adapter and the lines to and from it; for one thread at a time.
class Adapter {
 public:
  // A child with pipes.
  explicit Adapter(ChildProcess child);

  pid_t id() const { return child_.id(); }
  std::optional<std::string> death();  // "the adapter ended: exit code 1"; nothing while it runs
  Instant arrived() const { return pipe_.arrived(); }  // when the last message came in

  // Fail as Died where it has ended, and else as LinePipe and the parser do.
  tl::expected<void, Failure> tell(const std::string& line, Instant deadline,
                                   const std::stop_token& stop);
  tl::expected<AdapterMessage, Failure> hear(Instant deadline, const std::stop_token& stop);

  // The same, where only a message of one kind can come, or an error, which fails as Rejected.
  template <typename Message>
  tl::expected<Message, Failure> hear_only(std::string_view name, Instant deadline,
                                           const std::stop_token& stop) {
    auto message = hear(deadline, stop);
    if (!message) return tl::unexpected(message.error());
    if (auto* expected = std::get_if<Message>(&*message)) return std::move(*expected);
    return tl::unexpected(misplaced(*message, name));
  }

  void quit();  // asks it to end, and waits a while
  void stop();  // makes it end

 private:
  static Failure misplaced(const AdapterMessage& message, std::string_view expected);
  Failure explained(const Failure& failure);
  void await_end(Instant deadline);

  ChildProcess child_;
  LinePipe pipe_;
  AdapterMessageParser parser_;
};

}  // namespace sightmark
