#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/engine.h"

namespace sightmark {

// An answer of `token_count` tokens that took no time.
inline Generation answer_of(std::string text, std::int64_t token_count = 3) {
  const Instant moment = now();
  Generation answer{.sent = moment, .end = moment, .first_token = moment, .text = std::move(text)};
  for (std::int64_t i = 1; i <= token_count; ++i) {
    answer.arrivals.push_back({std::chrono::microseconds(i), i});
  }
  answer.finish_reason = "stop";
  answer.tokens = {.prompt = 20,
                   .prompt_text = 4,
                   .image = 16,
                   .generated = token_count,
                   .cached = 0,
                   .counter = TokenCounter::Engine};
  return answer;
}

inline Generation failure_of(FailureKind kind, std::string message) {
  const Instant moment = now();
  return {.sent = moment, .end = moment, .failure = Failure{kind, std::move(message)}};
}

// What a fake engine does. Calls are counted from 0, over all threads.
struct EngineScript {
  std::function<Generation(const Question&, std::size_t call, std::stop_token)> generate =
      [](const Question&, std::size_t, const std::stop_token&) { return answer_of("A red kite."); };
  EngineDescription description{.name = "fake", .version = "1.0", .model_id = "acme/Fake-1B"};
  std::optional<Error> load_failure;
  std::vector<pid_t> processes;
  std::shared_ptr<std::atomic<bool>> is_dead = std::make_shared<std::atomic<bool>>(false);
};

// An engine that does as its script says.
class FakeEngine : public Engine {
 public:
  explicit FakeEngine(EngineScript script) : script_(std::move(script)) {}

  Expected<EngineDescription> load(const LoadProgress& progress, std::stop_token) override {
    progress("pretending");
    if (script_.load_failure) return tl::unexpected(*script_.load_failure);
    return script_.description;
  }

  Generation generate(const Question& question, std::stop_token stop) override {
    return script_.generate(question, call_count_++, std::move(stop));
  }

  std::vector<pid_t> processes() const override { return script_.processes; }

  std::optional<std::string> death() override {
    return *script_.is_dead ? std::optional<std::string>("the fake ended: exit code 3")
                            : std::nullopt;
  }

 private:
  EngineScript script_;
  std::atomic<std::size_t> call_count_{0};
};

}  // namespace sightmark
