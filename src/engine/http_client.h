#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "engine/engine.h"

namespace sightmark {

struct HttpRequest {
  std::string url;
  std::vector<std::string> headers;      // "Name: value"
  std::optional<std::string_view> body;  // with one it is a POST, else a GET
  std::chrono::milliseconds timeout;     // from the call to the last byte
};

// How a response begins.
struct HttpHead {
  long status = 0;           // 0: none came
  std::string content_type;  // as sent; empty: none
  std::string server;        // the same
  std::string redirect_url;  // where a 3xx points to; it is not followed
};

// What became of a request.
struct HttpExchange {
  // Refused: the request never left. CutStream: the connection failed after that. Malformed: what
  // came is no HTTP. Local: no socket could be opened. Timeout, Cancelled. Absent: the response
  // came in good order, whatever its status, or as much of it as the receiver wanted.
  std::optional<Failure> failure;
  bool is_enough = false;  // the receiver wanted no more
  HttpHead head;
  Instant sent, end;            // first byte out; last byte in, or failure
  int resend_count = 0;         // a kept connection turned out dead, so that another was made
  bool is_worth_retry = false;  // Refused for a reason that may pass, such as no server yet
};

// Takes a block of the body, whose bytes came in together at `arrived`; `sent` is the exchange's.
// Returns false when it wants no more.
using HttpReceiver = std::function<bool(const HttpHead& head, std::string_view block, Instant sent,
                                        Instant arrived)>;

// Makes HTTP requests from many threads, each over a separate connection, which is kept for the
// next. TLS certificates are verified, redirects not followed; proxies are those of the environment
// (http_proxy and so on, as curl reads them), but never for a loopback host. The program must
// ignore SIGPIPE.
class HttpClient {
 public:
  explicit HttpClient(bool bypasses_proxies = false);
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;
  ~HttpClient();

  // Returns when the exchange has ended. One that is cut short closes its connection, by which the
  // server learns that nobody waits any more.
  HttpExchange exchange(const HttpRequest& request, const HttpReceiver& receive,
                        const std::stop_token& stop) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Asks the kernel to note when it receives bytes for this socket (SO_TIMESTAMPNS).
void note_receive_times(int socket);

// When the kernel received the first segment that waits in the socket. A program learns that bytes
// came only when it gets a processor, which takes 50 us on an idle machine and milliseconds on a
// busy one. Of segments that the kernel joined, the last counts. No value if none waits or the
// kernel did not note it: it does so for TCP since Linux 4.13, and begins a moment after it was
// asked.
std::optional<Instant> receive_time(int socket);

}  // namespace sightmark
