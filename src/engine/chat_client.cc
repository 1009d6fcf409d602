#include "engine/chat_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "engine/chat_stream.h"
#include "engine/secret.h"
#include "engine/url.h"

namespace sightmark {
namespace {

using std::chrono::milliseconds;

constexpr int kRetryLimit = 3;
constexpr milliseconds kFirstRetryDelay{100};  // doubled each time
constexpr std::size_t kBodyLimit = std::size_t{16} << 20;
constexpr std::size_t kMessageLimit = 300;  // code points

bool is_success(long status) { return status >= 200 && status <= 299; }

// Whether the response says that it is of `type`, whatever parameters follow.
bool is_of_type(const HttpHead& head, std::string_view type) {
  return contains_ignoring_case(std::string_view(head.content_type).substr(0, type.size()), type);
}

bool is_event_stream(const HttpHead& head) {
  return is_success(head.status) &&
         (head.content_type.empty() || is_of_type(head, "text/event-stream"));
}

// What the server says in an error's body: the message in its JSON, else its text.
std::string words_of(std::string_view body) {
  ChatChunkParser parser;
  const auto parsed = parser.parse(body);
  const std::string_view words = parsed && parsed->error ? *parsed->error : body;
  return plain_text(words);
}

Failure status_failure(const HttpHead& head, std::string_view body) {
  const auto kind = head.status == 429 ? FailureKind::RateLimited : FailureKind::HttpStatus;
  if (!head.redirect_url.empty()) {
    return {kind, fmt::format("HTTP {}: a redirect to {}, which is not followed; give the base URL "
                              "that it leads to",
                              head.status, plain_text(without_user_info(head.redirect_url)))};
  }
  const std::string words = words_of(body);
  return {kind, fmt::format("HTTP {}{}{}", head.status, words.empty() ? "" : ": ", words)};
}

// What became of a response that is no event stream.
Generation generation_without_stream(const HttpExchange& exchange, std::string_view body) {
  const auto failed = [&](Failure failure) {
    return Generation{.sent = exchange.sent, .end = exchange.end, .failure = std::move(failure)};
  };
  const HttpHead& head = exchange.head;
  const bool was_cut = exchange.failure && (exchange.failure->kind == FailureKind::Timeout ||
                                            exchange.failure->kind == FailureKind::Cancelled);
  if (head.status != 0 && !is_success(head.status) && !was_cut) {
    return failed(status_failure(head, body));
  }
  if (exchange.failure) return failed(*exchange.failure);
  if (body.size() > kBodyLimit) {
    return failed({FailureKind::Malformed, "the answer is longer than 16 MB"});
  }
  if (is_of_type(head, "application/json")) {
    return whole_chat_answer(body, exchange.sent, exchange.end);
  }
  if (is_event_stream(head)) {
    return failed({FailureKind::CutStream, "the stream ended before it began"});
  }
  return failed({FailureKind::Malformed,
                 fmt::format("an answer of the type \"{}\", where text/event-stream was expected; "
                             "does the base URL lead to a chat completions API?",
                             shortened(plain_text(head.content_type), 40))});
}

Secrets secrets_of(const ChatOptions& options) {
  std::vector<std::string> secrets = user_info(options.base_url);
  secrets.push_back(options.api_key);
  return Secrets(secrets);
}

}  // namespace

Expected<ChatClient> ChatClient::create(ChatOptions options) {
  auto url = base_url(options.base_url);
  if (!url) return tl::unexpected(url.error());
  options.base_url = *std::move(url);
  const std::string& key = options.api_key;
  if (std::any_of(key.begin(), key.end(), [](char c) { return c <= ' ' || c > '~'; })) {
    return fail("the API key has characters that no key has, such as a space or a line's end");
  }
  return ChatClient(std::move(options));
}

ChatClient::ChatClient(ChatOptions options)
    : options_(std::move(options)),
      secrets_(secrets_of(options_)),
      http_(options_.bypasses_proxies) {}

// Texts of the exchange are redacted; those that `receive` gets are not.
HttpExchange ChatClient::exchange(const std::string& path, std::optional<std::string_view> body,
                                  milliseconds timeout, const HttpReceiver& receive,
                                  const std::stop_token& stop) const {
  std::vector<std::string> headers = {"Content-Type: application/json"};
  if (!options_.api_key.empty()) headers.push_back("Authorization: Bearer " + options_.api_key);
  HttpExchange done =
      http_.exchange({options_.base_url + path, std::move(headers), body, timeout}, receive, stop);
  for (std::string* text : {&done.head.content_type, &done.head.server, &done.head.redirect_url}) {
    *text = secrets_.redacted(*text);
  }
  if (done.failure) done.failure->message = secrets_.redacted(done.failure->message);
  return done;
}

// Nothing was shortened before: of a key that is cut off, the beginning would stay.
void ChatClient::redact(Generation& generation) const {
  generation.text = secrets_.redacted(generation.text);
  generation.finish_reason = secrets_.redacted(generation.finish_reason);
  if (!generation.failure) return;
  std::string& message = generation.failure->message;
  message = shortened(secrets_.redacted(message), kMessageLimit);
}

ChatClient::Attempt ChatClient::attempt(const std::string& request, milliseconds timeout,
                                        const std::stop_token& stop) const {
  std::optional<ChatStream> stream;
  std::string body;
  const auto receive = [&](const HttpHead& head, std::string_view block, Instant sent,
                           Instant arrived) {
    if (!stream && is_event_stream(head)) stream.emplace(sent);
    if (stream) {
      stream->take(block, arrived);
      return !stream->is_over();
    }
    body += block;
    return body.size() <= kBodyLimit;
  };
  const HttpExchange done = exchange("/chat/completions", request, timeout, receive, stop);
  Attempt attempt{
      stream ? stream->finish(done.end, done.failure) : generation_without_stream(done, body),
      done.is_worth_retry};
  redact(attempt.generation);
  attempt.generation.retry_count = done.resend_count;
  return attempt;
}

Generation ChatClient::ask(const Question& question, const std::stop_token& stop) const {
  const std::string request = chat_request(options_.model, question, options_.extra_fields);
  const Instant deadline = now() + question.timeout;
  milliseconds delay = kFirstRetryDelay;
  for (int retry_count = 0;; ++retry_count) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - now());
    auto [generation, is_worth_retry] = attempt(request, left, stop);
    generation.retry_count += retry_count;
    if (!is_worth_retry || retry_count == kRetryLimit || now() + delay >= deadline) {
      return std::move(generation);
    }
    sleep_until(now() + delay, stop);
    delay *= 2;
  }
}

Expected<HttpDocument> ChatClient::fetch(const std::string& path,
                                         std::optional<std::string_view> body, milliseconds timeout,
                                         const std::stop_token& stop) const {
  std::string answer;
  const auto receive = [&](const HttpHead&, std::string_view block, Instant, Instant) {
    answer += block;
    return answer.size() <= kBodyLimit;
  };
  HttpExchange done = exchange(path, body, timeout, receive, stop);
  if (!done.failure && !done.is_enough) {
    return HttpDocument{std::move(done.head), secrets_.redacted(answer)};
  }
  const std::string problem = done.failure ? done.failure->message : "it sends more than 16 MB";
  const std::string url = without_user_info(options_.base_url + path);
  return fail(fmt::format("{}: {}", plain_text(url), problem));
}

std::string ChatClient::error_text(const HttpDocument& document) const {
  return shortened(words_of(document.body), kMessageLimit);
}

}  // namespace sightmark
