#include "engine/adapter.h"

#include <fmt/format.h>

#include <thread>
#include <utility>

#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::chrono::seconds kQuitPatience{5};  // after "quit"
constexpr std::chrono::seconds kStopPatience{5};  // after SIGTERM
constexpr std::chrono::seconds kEndPatience{1};   // after its pipes closed: that comes first

}  // namespace

Adapter::Adapter(ChildProcess child)
    : child_(std::move(child)), pipe_(child_.input(), child_.output()) {}

std::optional<std::string> Adapter::death() {
  const auto end = child_.end();
  return end ? std::optional("the adapter ended: " + end->in_words()) : std::nullopt;
}

tl::expected<void, Failure> Adapter::tell(const std::string& line, Instant deadline,
                                          const std::stop_token& stop) {
  auto told = pipe_.write(line, deadline, stop);
  if (!told) return tl::unexpected(explained(told.error()));
  return told;
}

tl::expected<AdapterMessage, Failure> Adapter::hear(Instant deadline, const std::stop_token& stop) {
  const auto line = pipe_.read(deadline, stop);
  if (!line) return tl::unexpected(explained(line.error()));
  return parser_.parse(*line);
}

void Adapter::quit() {
  const Instant deadline = now() + kQuitPatience;
  if (pipe_.write(adapter_quit(), deadline, {})) await_end(deadline);
}

void Adapter::stop() { child_.stop(kStopPatience); }

Failure Adapter::misplaced(const AdapterMessage& message, std::string_view expected) {
  if (const auto* error = std::get_if<AdapterError>(&message))
    return {FailureKind::Rejected, "the adapter says: " + plain_text(error->message)};
  return {FailureKind::Malformed, fmt::format("another message in the place of \"{}\"", expected)};
}

Failure Adapter::explained(const Failure& failure) {
  if (failure.kind != FailureKind::CutStream) return failure;
  await_end(now() + kEndPatience);
  if (auto words = death()) return {FailureKind::Died, *std::move(words)};
  return {FailureKind::CutStream, "the adapter closed its pipe: " + failure.message};
}

void Adapter::await_end(Instant deadline) {
  constexpr std::chrono::milliseconds kPause{5};
  while (!child_.end() && now() < deadline) std::this_thread::sleep_for(kPause);
}

}  // namespace sightmark
