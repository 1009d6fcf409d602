#include <fmt/format.h>
#include <simdjson.h>

#include <mutex>
#include <utility>

#include "engine/adapter.h"
#include "engine/adapter_protocol.h"
#include "engine/engine_kind.h"
#include "engine/log_tail.h"

namespace sightmark {
namespace {

template <typename T>
using Outcome = tl::expected<T, Failure>;

// Whether the adapter can be asked again after this.
bool leaves_it_idle(const std::optional<Failure>& failure) {
  return !failure || failure->kind == FailureKind::Empty || failure->kind == FailureKind::Rejected;
}

class Command : public Engine {
 public:
  explicit Command(EngineOptions options) : options_(std::move(options)) {}

  ~Command() override {
    if (adapter_) adapter_->quit();
    stop_adapter();
  }

  Expected<EngineDescription> load(const LoadProgress& progress, std::stop_token stop) override {
    const std::lock_guard asking(asking_);
    progress("waiting for the adapter to load its model");
    auto description = start(stop);
    if (description) return *std::move(description);
    return fail(description.error().message);
  }

  Generation generate(const Question& question, std::stop_token stop) override {
    const std::lock_guard asking(asking_);
    const Instant begin = now();
    if (auto failure = unable(question, stop)) {
      return {.sent = begin, .end = now(), .failure = std::move(failure)};
    }
    const std::int64_t id = ++last_id_;
    const std::string request = adapter_generate(id, question);
    const Instant sent = now(), deadline = sent + question.timeout;
    AdapterAnswer answer(id, sent);
    bool is_over = false;
    if (auto written = adapter_->send(request, deadline, stop); !written)
      is_over = answer.fail_with(written.error());
    while (!is_over) {
      const auto message = adapter_->receive(deadline, stop);
      is_over =
          message ? answer.take(*message, adapter_->arrived()) : answer.fail_with(message.error());
    }
    Generation generation = answer.finish(now());
    settle(generation.failure);
    return generation;
  }

  std::vector<pid_t> processes() const override {
    const std::lock_guard lock(mutex_);
    return adapter_ ? std::vector{adapter_->id()} : std::vector<pid_t>{};
  }

  std::optional<std::string> death() override {
    const std::lock_guard lock(mutex_);
    return death_ || !adapter_ ? death_ : adapter_->death();
  }

 private:
  // Why the question cannot be asked; else the adapter is there and idle.
  std::optional<Failure> unable(const Question& question, const std::stop_token& stop) {
    if (const auto reason = death()) return Failure{FailureKind::Died, *reason};
    if (!simdjson::validate_utf8(question.image_path))
      return Failure{FailureKind::Rejected, "the image's path is not UTF-8"};
    if (adapter_) return std::nullopt;
    const auto started = start(stop);
    if (started) return std::nullopt;
    if (started.error().kind != FailureKind::Cancelled)
      set_death("the adapter did not start again: " + started.error().message);
    return started.error();
  }

  Outcome<EngineDescription> start(const std::stop_token& stop) {
    const auto log_begin = log_end(options_.log);
    auto child = ChildProcess::start({.command = {"/bin/sh", "-c", "exec " + options_.command},
                                      .log = options_.log,
                                      .has_pipes = true});
    if (!child) return tl::unexpected(Failure{FailureKind::Died, child.error().message});
    {
      const std::lock_guard lock(mutex_);
      adapter_ = std::make_unique<Adapter>(*std::move(child));
    }
    auto description = greet(now() + options_.load_timeout, stop);
    if (description) return description;
    stop_adapter();
    Failure failure = description.error();
    if (failure.kind == FailureKind::Timeout) {
      failure.message =
          fmt::format("the adapter was not ready after {} s", options_.load_timeout.count() / 1000);
    }
    failure.message = with_last_words(std::move(failure.message), options_.log, log_begin);
    return tl::unexpected(std::move(failure));
  }

  Outcome<EngineDescription> greet(Instant deadline, const std::stop_token& stop) {
    auto written = adapter_->send(adapter_hello(), deadline, stop);
    if (!written) return tl::unexpected(written.error());
    auto hello = adapter_->receive_only<AdapterHello>("hello", deadline, stop);
    if (!hello) return tl::unexpected(hello.error());
    written = adapter_->send(adapter_load(options_.model), deadline, stop);
    if (!written) return tl::unexpected(written.error());
    auto loaded = adapter_->receive_only<AdapterLoaded>("loaded", deadline, stop);
    if (!loaded) return tl::unexpected(loaded.error());
    return description(*std::move(hello), *std::move(loaded));
  }

  EngineDescription description(AdapterHello hello, AdapterLoaded loaded) const {
    EngineDescription description{.name = "command",
                                  .version = std::move(hello.version),
                                  .model_id = std::move(loaded.model_id),
                                  .dtype = std::move(loaded.dtype),
                                  .facts = std::move(loaded.facts)};
    if (description.model_id.empty()) description.model_id = options_.model;
    description.facts.push_back({"adapter_name", std::move(hello.name)});
    description.facts.push_back({"adapter_protocol", kAdapterProtocol});
    description.facts.push_back({"adapter_concurrency", std::int64_t{1}});
    return description;
  }

  // Leaves an adapter behind that can be asked, or none.
  void settle(std::optional<Failure>& failure) {
    if (leaves_it_idle(failure)) return;
    if (failure->kind == FailureKind::Died)
      set_death(failure->message);
    else
      failure->message += "; the adapter is stopped, and started anew for the next question";
    stop_adapter();
  }

  void set_death(std::string reason) {
    const std::lock_guard lock(mutex_);
    death_ = std::move(reason);
  }

  void stop_adapter() {
    std::unique_ptr<Adapter> adapter;
    {
      const std::lock_guard lock(mutex_);
      adapter = std::move(adapter_);
    }
    if (adapter) adapter->stop();
  }

  const EngineOptions options_;
  std::mutex asking_;                 // held for one question, or one start, at a time
  mutable std::mutex mutex_;          // guards the two below, which other threads may ask for
  std::unique_ptr<Adapter> adapter_;  // changed only under asking_
  std::optional<std::string> death_;
  std::int64_t last_id_ = 0;
};

}  // namespace

Expected<std::unique_ptr<Engine>> make_command(EngineOptions options) {
  return std::make_unique<Command>(std::move(options));
}

}  // namespace sightmark
