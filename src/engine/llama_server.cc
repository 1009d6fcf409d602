#include <arpa/inet.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "engine/chat_client.h"
#include "engine/engine_kind.h"
#include "engine/llama_server_info.h"
#include "engine/log_tail.h"
#include "process/child_process.h"

namespace sightmark {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kStartLimit = 3;  // another program may take the port before the server does
constexpr seconds kStopPatience{10};
constexpr seconds kReplyTimeout{30};
constexpr seconds kHealthTimeout{2};
constexpr milliseconds kHealthInterval{10};

// A port of the loopback interface that is free now.
Expected<int> free_port() {
  const Descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener.number(), generic, size) != 0 ||
      ::getsockname(listener.number(), generic, &size) != 0)
    return fail(fmt::format("no free port on 127.0.0.1: {}", std::strerror(errno)));
  return ntohs(address.sin_port);
}

// 256 bits that nobody can guess, in hexadecimal.
Expected<std::string> random_key() {
  std::array<unsigned char, 32> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    return fail(fmt::format("the system has no random numbers: {}", std::strerror(errno)));
  return fmt::format("{:02x}", fmt::join(bytes, ""));
}

std::string end_in_words(const ProcessEnd& end) {
  const bool is_kill = end.was_signal && end.number == SIGKILL;
  return fmt::format("llama-server ended: {}{}", end.in_words(),
                     is_kill ? "; the system does that where memory runs out, see dmesg" : "");
}

class LlamaServer : public Engine {
 public:
  LlamaServer(EngineOptions options, ModelFiles files)
      : options_(std::move(options)), files_(std::move(files)) {}

  ~LlamaServer() override {
    if (child_) child_->stop(kStopPatience);
  }

  Expected<EngineDescription> load(const LoadProgress& progress, std::stop_token stop) override {
    for (int start_count = 1;; ++start_count) {
      log_begin_ = log_end(options_.log);
      auto ready = start(progress, stop);
      if (ready) return describe(stop);
      if (child_) child_->stop(kStopPatience);
      const bool lost_port = contains_ignoring_case(ready.error().message, "couldn't bind");
      if (!lost_port || start_count == kStartLimit) return tl::unexpected(ready.error());
    }
  }

  Generation generate(const Question& question, std::stop_token stop) override {
    const Instant begin = now();
    if (auto reason = death())
      return {.sent = begin, .end = begin, .failure = Failure{FailureKind::Died, *reason}};
    Generation generation = client_->ask(question, stop);
    if (generation.failure) blame_death(*generation.failure);
    if (!generation.failure) split_prompt_tokens(question, stop, generation.tokens);
    return generation;
  }

  std::vector<pid_t> processes() const override {
    const std::lock_guard lock(mutex_);
    return child_ ? std::vector{child_->id()} : std::vector<pid_t>{};
  }

  std::optional<std::string> death() override {
    const std::lock_guard lock(mutex_);
    if (!child_) return std::nullopt;
    const auto end = child_->end();
    return end ? std::optional(end_in_words(*end)) : std::nullopt;
  }

 private:
  // Returns when it is healthy.
  Expected<void> start(const LoadProgress& progress, const std::stop_token& stop) {
    const auto port = free_port();
    if (!port) return tl::unexpected(port.error());
    const auto key = random_key();
    if (!key) return tl::unexpected(key.error());
    const std::string base_url = fmt::format("http://127.0.0.1:{}", *port);
    auto client =
        ChatClient::create({.base_url = base_url,
                            .model = std::filesystem::path(options_.model).stem(),
                            .api_key = *key,
                            .extra_fields = {{"cache_prompt", false}, {"timings_per_token", true}},
                            .bypasses_proxies = true});
    if (!client) return tl::unexpected(client.error());
    client_.emplace(*std::move(client));

    auto child = ChildProcess::start({.command = command_line(*port),
                                      .environment = {{"GGML_NO_BACKTRACE", "1"}},  // else gdb runs
                                      .log = options_.log,
                                      .input = *key + '\n'});
    if (!child) return tl::unexpected(child.error());
    {
      const std::lock_guard lock(mutex_);
      child_.emplace(*std::move(child));
    }
    return await_health(progress, stop);
  }

  std::vector<std::string> command_line(int port) const {
    std::vector<std::string> words = {options_.llama_server, "--model", options_.model};
    const auto add = [&](const std::string& option, const std::string& value) {
      words.insert(words.end(), {option, value});
    };
    if (!options_.mmproj.empty()) add("--mmproj", options_.mmproj);
    add("--host", "127.0.0.1");
    add("--port", std::to_string(port));
    add("--api-key-file", "/dev/stdin");  // no file that a sudden end could leave behind
    add("--parallel", std::to_string(options_.slot_count));
    if (options_.context_size > 0)  // the slots share what is given here
      add("--ctx-size", std::to_string(options_.context_size * options_.slot_count));
    if (options_.thread_count > 0) add("--threads", std::to_string(options_.thread_count));
    return words;
  }

  Expected<void> await_health(const LoadProgress& progress, const std::stop_token& stop) {
    const Instant begin = now();
    for (int shown_s = -1;;) {
      const int waited_s = static_cast<int>(seconds_between(begin, now()));
      if (waited_s > shown_s)
        progress(fmt::format("llama-server loads the model ({} s)", waited_s));
      shown_s = waited_s;
      const auto health = client_->fetch("/health", {}, kHealthTimeout, stop);
      if (stop.stop_requested()) return fail("cancelled while llama-server loaded the model");
      if (const auto reason = death())
        return fail(with_last_words(*reason, options_.log, log_begin_));
      if (health && health->head.status == 200) return {};
      if (now() - begin > options_.load_timeout) {
        return fail(with_last_words(fmt::format("llama-server was not ready after {} s",
                                                options_.load_timeout.count() / 1000),
                                    options_.log, log_begin_));
      }
      std::this_thread::sleep_for(kHealthInterval);
    }
  }

  Expected<EngineDescription> describe(const std::stop_token& stop) const {
    const auto props = client_->fetch("/props", {}, kReplyTimeout, stop);
    if (!props) return tl::unexpected(props.error());
    const auto models = client_->fetch("/models", {}, kReplyTimeout, stop);
    if (!models) return tl::unexpected(models.error());
    std::optional<std::int64_t> thread_count = options_.thread_count;
    if (thread_count == 0) thread_count = logged_number(options_.log, log_begin_, "n_threads = ");
    return llama_server_description(files_, props->body, models->body, thread_count);
  }

  // A connection breaks a little before the process has ended.
  void blame_death(Failure& failure) {
    if (failure.kind != FailureKind::Refused && failure.kind != FailureKind::CutStream) return;
    const Instant deadline = now() + seconds(1);
    while (!death() && now() < deadline) std::this_thread::sleep_for(milliseconds(5));
    if (auto reason = death()) failure = {FailureKind::Died, *std::move(reason)};
  }

  // The image's tokens are what it adds to those of the same prompt without it.
  void split_prompt_tokens(const Question& question, const std::stop_token& stop,
                           TokenCounts& tokens) {
    if (!tokens.prompt || tokens.prompt_text || question.image_bytes.empty()) return;
    tokens.prompt_text = text_token_count(question.prompt, stop);
    if (tokens.prompt_text && *tokens.prompt_text > *tokens.prompt) tokens.prompt_text.reset();
    if (tokens.prompt_text) tokens.image = *tokens.prompt - *tokens.prompt_text;
  }

  // How many tokens the prompt has without an image, its chat template included: asked once for
  // each prompt. Nothing if the server does not answer.
  std::optional<std::int64_t> text_token_count(std::string_view prompt,
                                               const std::stop_token& stop) {
    const std::lock_guard lock(text_mutex_);
    const auto known = text_token_count_by_prompt_.find(prompt);
    if (known != text_token_count_by_prompt_.end()) return known->second;
    const auto reply = [&](const char* path, const std::string& body) -> std::string {
      const auto document = client_->fetch(path, body, kReplyTimeout, stop);
      return document && document->head.status == 200 ? document->body : "";
    };
    const auto text = templated_prompt(reply("/apply-template", template_request(prompt)));
    const auto count =
        text ? listed_token_count(reply("/tokenize", tokenize_request(*text))) : std::nullopt;
    return text_token_count_by_prompt_.emplace(prompt, count).first->second;
  }

  const EngineOptions options_;
  const ModelFiles files_;
  std::uintmax_t log_begin_ = 0;
  std::optional<ChatClient> client_;
  std::mutex text_mutex_;
  std::map<std::string, std::optional<std::int64_t>, std::less<>> text_token_count_by_prompt_;
  mutable std::mutex mutex_;  // guards child_, which other threads may ask for while it loads
  std::optional<ChildProcess> child_;
};

}  // namespace

Expected<std::unique_ptr<Engine>> make_llama_server(EngineOptions options) {
  if (options.llama_server.empty()) {
    auto found = find_llama_server();
    if (!found) return tl::unexpected(found.error());
    options.llama_server = *std::move(found);
  }
  auto files = read_model_files(options.model, options.mmproj);
  if (!files) return tl::unexpected(files.error());
  return std::make_unique<LlamaServer>(std::move(options), *std::move(files));
}

}  // namespace sightmark
