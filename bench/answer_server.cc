#include "bench/answer_server.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <string_view>
#include <thread>

#include "base/clock.h"
#include "engine/http_client.h"

namespace sightmark {
namespace {

constexpr int kBurstTokenCount = 10'000;  // the long answer, made before the first request

std::string event(std::string_view content) {
  return fmt::format(
      R"(data: {{"id":"chatcmpl-7f3a9c0de1b24588","object":"chat.completion.chunk",)"
      R"("created":1760000000,"model":"some-vlm-7b-instruct","system_fingerprint":"fp_1",)"
      R"("choices":[{{"index":0,"delta":{{"content":"{}"}},"logprobs":null,"finish_reason":null}}]}})"
      "\n\n",
      content);
}

std::string last_events(int token_count) {
  return fmt::format(
      R"(data: {{"id":"chatcmpl-7f3a9c0de1b24588","object":"chat.completion.chunk",)"
      R"("created":1760000000,"model":"some-vlm-7b-instruct","choices":[{{"index":0,"delta":{{}},)"
      R"("finish_reason":"stop"}}],"usage":{{"prompt_tokens":1130,"completion_tokens":{},)"
      R"("total_tokens":{}}}}})"
      "\n\ndata: [DONE]\n\n",
      token_count, token_count + 1130);
}

std::string http_chunk(std::string_view bytes) {
  return fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes);
}

constexpr std::string_view kHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

// A chunk of HTTP for each event, as servers send them.
std::string burst_response(int token_count) {
  std::string response(kHead);
  for (int i = 0; i < token_count; ++i) response += http_chunk(event(" word"));
  return response + http_chunk(last_events(token_count)) + "0\r\n\r\n";
}

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::string nanoseconds(Instant moment) {
  return fmt::to_string(moment.time_since_epoch().count());
}

bool send_paced(int socket, int token_count, Instant first_byte) {
  thread_local std::minstd_rand random(static_cast<unsigned>(socket));
  std::uniform_int_distribution<int> pause_us(5'000, 15'000);
  if (!send_all(socket, kHead)) return false;
  for (int i = 0; i < token_count; ++i) {
    std::this_thread::sleep_for(std::chrono::microseconds(pause_us(random)));
    const std::string before = i == 0 ? nanoseconds(first_byte) + " " : "";
    if (!send_all(socket, http_chunk(event(before + nanoseconds(now()) + " ")))) return false;
  }
  return send_all(socket, http_chunk(last_events(token_count)) + "0\r\n\r\n");
}

struct Received {
  std::string target;  // of the request line
  Instant first_byte;
};

// Reads one whole request, one at a time; an empty target where the client is gone.
Received receive(int socket) {
  Received received;
  std::string bytes;
  std::size_t size = std::string::npos;  // of head and body
  std::string block(1 << 16, '\0');
  while (bytes.size() < size) {
    if (bytes.empty()) {
      pollfd waited = {socket, POLLIN, 0};
      ::poll(&waited, 1, -1);
      received.first_byte = receive_time(socket).value_or(now());
    }
    const ssize_t got = ::recv(socket, block.data(), block.size(), 0);
    if (got <= 0) return {};
    bytes.append(block, 0, static_cast<std::size_t>(got));
    const std::size_t head_end = bytes.find("\r\n\r\n");
    if (size != std::string::npos || head_end == std::string::npos) continue;
    size = head_end + 4 + std::strtoul(&bytes[bytes.find("Content-Length: ") + 16], nullptr, 10);
  }
  const std::size_t target = bytes.find(' ') + 1;
  received.target = bytes.substr(target, bytes.find(' ', target) - target);
  return received;
}

void serve(int socket, const std::string& long_burst) {
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  note_receive_times(socket);
  bool is_open = true;
  while (is_open) {
    const Received request = receive(socket);
    if (request.target.empty()) break;
    const int token_count = std::atoi(&request.target[request.target.find('/', 1) + 1]);
    if (request.target.starts_with("/paced/")) {
      is_open = send_paced(socket, token_count, request.first_byte);
    } else {
      is_open = send_all(
          socket, token_count == kBurstTokenCount ? long_burst : burst_response(token_count));
    }
  }
  ::close(socket);
}

[[noreturn]] void serve_all(int listener) {
  const std::string long_burst = burst_response(kBurstTokenCount);
  while (true) {
    const int socket = ::accept(listener, nullptr, nullptr);
    if (socket >= 0) std::thread(serve, socket, std::cref(long_burst)).detach();
  }
}

}  // namespace

std::string answer_events(int token_count) {
  std::string events;
  for (int i = 0; i < token_count; ++i) events += event(" word");
  return events + last_events(token_count);
}

AnswerServer::AnswerServer() {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener, generic, size) != 0 || ::listen(listener, 1024) != 0) {
    throw std::runtime_error("cannot listen on 127.0.0.1");
  }
  ::getsockname(listener, generic, &size);
  port_ = ntohs(address.sin_port);
  process_ = ::fork();
  if (process_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    serve_all(listener);
  }
  ::close(listener);
}

AnswerServer::~AnswerServer() {
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
}

std::string AnswerServer::url() const { return fmt::format("http://127.0.0.1:{}", port_); }

}  // namespace sightmark
