#pragma once

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "fakes/loopback_port.h"

namespace sightmark {

// What the server does once all parts are sent.
enum class ScriptedEnd {
  Complete,  // ends the response in good order and keeps the connection
  Cut,       // closes the connection without ending the response
  Reset,     // the same by a reset
  Hang,      // sends nothing more and waits until the client goes
};

struct ScriptedPart {
  std::string bytes;
  std::chrono::milliseconds delay{0};  // before it is sent
};

struct ScriptedResponse {
  int status = 200;
  std::string reason = "So";  // behind the status
  std::vector<std::string> headers = {"Content-Type: text/event-stream"};
  bool is_raw = false;  // the parts are all that is sent, without status, headers and chunks
  std::vector<ScriptedPart> parts;  // each is sent by itself, as one chunk of HTTP
  ScriptedEnd end = ScriptedEnd::Complete;
};

struct ScriptedRequest {
  std::string head;  // request line and headers
  std::string body;
};

// A real HTTP server on a free port of 127.0.0.1 that answers by its script, which may be
// wrong on purpose. Ends with the scope, whatever its clients do.
class ScriptedServer {
 public:
  using Script = std::function<ScriptedResponse(const ScriptedRequest&)>;

  // `script` is called from many threads, for one request each.
  explicit ScriptedServer(Script script) : script_(std::move(script)) {
    if (::listen(port_.socket(), 1024) != 0) throw std::runtime_error("cannot listen");
    acceptor_ = std::thread([this] { accept_all(); });
  }

  // Always the same answer.
  explicit ScriptedServer(ScriptedResponse response)
      : ScriptedServer(
            [response = std::move(response)](const ScriptedRequest&) { return response; }) {}

  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  ~ScriptedServer() {
    ::eventfd_write(stop_event_, 1);
    acceptor_.join();
    for (std::thread& connection : connections_) connection.join();
    ::close(stop_event_);
  }

  std::string url() const { return port_.url(); }

  std::vector<ScriptedRequest> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

  // Connections accepted so far, and of these the ones that the client closed while they waited.
  int connection_count() const { return connection_count_; }
  int abandoned_count() const { return abandoned_count_; }

 private:
  // Waits until the socket has something to read (true), or the time is over or the server stops
  // (false). Negative: for ever.
  bool wait(int socket, int timeout_ms) const {
    pollfd waited[] = {{stop_event_, POLLIN, 0}, {socket, POLLIN, 0}};
    return ::poll(waited, 2, timeout_ms) > 0 && waited[0].revents == 0;
  }

  bool is_stopping() const {
    pollfd waited = {stop_event_, POLLIN, 0};
    return ::poll(&waited, 1, 0) > 0;
  }

  // Waits without looking at any socket; false where the server stops meanwhile.
  bool pause(std::chrono::milliseconds time) const {
    pollfd waited = {stop_event_, POLLIN, 0};
    return ::poll(&waited, 1, static_cast<int>(time.count())) == 0;
  }

  void accept_all() {
    while (wait(port_.socket(), -1)) {
      const int socket = ::accept4(port_.socket(), nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0) continue;
      ++connection_count_;
      const int on = 1;
      ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
      connections_.emplace_back([this, socket] {
        std::string received;
        while (const auto request = read_request(socket, received)) {
          if (!answer(socket, *request)) break;
        }
        ::close(socket);
      });
    }
  }

  // No value if the client leaves or the server stops. `received` keeps the bytes after the
  // request.
  std::optional<ScriptedRequest> read_request(int socket, std::string& received) const {
    const auto has = [&](std::size_t size) {
      while (received.size() < size) {
        if (!read_more(socket, received)) return false;
      }
      return true;
    };
    std::size_t head_end = std::string::npos;
    while ((head_end = received.find("\r\n\r\n")) == std::string::npos) {
      if (!read_more(socket, received)) return std::nullopt;
      if (received[0] < 'A' || received[0] > 'Z') return std::nullopt;  // TLS, for example
    }
    ScriptedRequest request{received.substr(0, head_end + 2), ""};
    const std::size_t length = request.head.find("Content-Length: ");
    const std::size_t body_size =
        length == std::string::npos ? 0 : std::strtoul(&request.head[length + 16], nullptr, 10);
    if (!has(head_end + 4 + body_size)) return std::nullopt;
    request.body = received.substr(head_end + 4, body_size);
    received.erase(0, head_end + 4 + body_size);
    return request;
  }

  bool read_more(int socket, std::string& received) const {
    if (!wait(socket, -1)) return false;
    char bytes[65536];
    const ssize_t size = ::recv(socket, bytes, sizeof(bytes), 0);
    if (size > 0) received.append(bytes, static_cast<std::size_t>(size));
    return size > 0;
  }

  // Returns whether the connection goes on.
  bool answer(int socket, const ScriptedRequest& request) {
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
    }
    const ScriptedResponse response = script_(request);
    if (!send_response(socket, response)) return false;
    switch (response.end) {
      case ScriptedEnd::Complete:
        return response.is_raw || send_all(socket, "0\r\n\r\n");
      case ScriptedEnd::Cut:
        return false;
      case ScriptedEnd::Reset: {
        const linger at_once = {1, 0};
        ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
        return false;
      }
      case ScriptedEnd::Hang:
        if (wait(socket, -1)) ++abandoned_count_;
        return false;
    }
    return false;
  }

  bool send_response(int socket, const ScriptedResponse& response) const {
    if (!response.is_raw) {
      std::string head =
          "HTTP/1.1 " + std::to_string(response.status) + ' ' + response.reason + "\r\n";
      for (const std::string& header : response.headers) head += header + "\r\n";
      if (!send_all(socket, head + "Transfer-Encoding: chunked\r\n\r\n")) return false;
    }
    for (const ScriptedPart& part : response.parts) {
      if (part.delay.count() > 0 && !pause(part.delay)) return false;
      if (part.bytes.empty()) continue;  // an empty chunk would be the last
      char size[32];
      std::snprintf(size, sizeof(size), "%zx\r\n", part.bytes.size());
      if (!send_all(socket, response.is_raw ? part.bytes : size + part.bytes + "\r\n"))
        return false;
    }
    return true;
  }

  static bool send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  const Script script_;
  const LoopbackPort port_;
  const int stop_event_ = ::eventfd(0, EFD_CLOEXEC);
  std::thread acceptor_;
  std::list<std::thread> connections_;  // of the acceptor, until that has ended
  mutable std::mutex mutex_;
  std::vector<ScriptedRequest> requests_;
  std::atomic<int> connection_count_ = 0, abandoned_count_ = 0;
};

}  // namespace sightmark
