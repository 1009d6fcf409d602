#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace sightmark {

// A server of chat completions in a separate process, so that its CPU time is not the client's.
// Ends with the scope.
//
//   base URL .../burst/N: an answer of N tokens, built beforehand, sent as fast as it goes
//   base URL .../paced/N: N tokens, each sent by itself after 5 to 15 ms; each is the time when it
//     was sent, and the first is preceded by the time when the request's first byte came, in
//     nanoseconds of the monotonic clock
class AnswerServer {
 public:
  AnswerServer();
  AnswerServer(const AnswerServer&) = delete;
  AnswerServer& operator=(const AnswerServer&) = delete;
  ~AnswerServer();

  std::string url() const;

 private:
  std::uint16_t port_ = 0;
  pid_t process_ = 0;
};

// The events of an answer of `token_count` tokens, as many as tokens and two more, each 250 to 300
// bytes long as servers send them.
std::string answer_events(int token_count);

}  // namespace sightmark
