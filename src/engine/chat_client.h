#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/expected.h"
#include "base/fact.h"
#include "engine/engine.h"
#include "engine/http_client.h"
#include "engine/secret.h"

namespace sightmark {

struct ChatOptions {
  std::string base_url;           // "http://127.0.0.1:8000/v1"
  std::string model;              // as the server calls it
  std::string api_key;            // sent as a bearer token; empty: none
  Facts extra_fields;             // of each request, for example {"cache_prompt", false}
  bool bypasses_proxies = false;  // loopback hosts are always asked directly
};

// A whole answer.
struct HttpDocument {
  HttpHead head;
  std::string body;
};

// Asks questions of an OpenAI-compatible chat completions endpoint; from many threads at once. No
// text that it returns shows the key, or the base URL's user name and password (engine/secret.h).
class ChatClient {
 public:
  // Fails where the base URL or the key cannot be used.
  static Expected<ChatClient> create(ChatOptions options);

  // Failures are in the value (docs/engines.md has the table). Only an attempt that found no
  // connection is repeated: three times at most, after 0.1, 0.2 and 0.4 s.
  Generation ask(const Question& question, const std::stop_token& stop) const;

  // What the server says at `path` below the base URL ("/models"), whatever its status, with the
  // same key: a POST of `body` where there is one, else a GET; tried once. Fails where no whole
  // answer came.
  Expected<HttpDocument> fetch(const std::string& path, std::optional<std::string_view> body,
                               std::chrono::milliseconds timeout,
                               const std::stop_token& stop) const;

  // What the server says of an error, from its JSON or its text; plain and shortened.
  std::string error_text(const HttpDocument& document) const;

  const ChatOptions& options() const { return options_; }

 private:
  struct Attempt {
    Generation generation;
    bool is_worth_retry;
  };

  explicit ChatClient(ChatOptions options);
  Attempt attempt(const std::string& request, std::chrono::milliseconds timeout,
                  const std::stop_token& stop) const;
  HttpExchange exchange(const std::string& path, std::optional<std::string_view> body,
                        std::chrono::milliseconds timeout, const HttpReceiver& receive,
                        const std::stop_token& stop) const;
  void redact(Generation& generation) const;

  ChatOptions options_;
  Secrets secrets_;
  HttpClient http_;
};

}  // namespace sightmark
