// sse_bench: prints what a streamed answer costs the client and how well it is timed, one
// "name value" a line. CPU time is that of this process, user and system; the server is another.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <sstream>
#include <thread>
#include <vector>

#include "bench/answer_server.h"
#include "engine/chat_client.h"
#include "engine/chat_stream.h"

namespace {

using namespace sightmark;

constexpr int kLongAnswer = 10'000;          // tokens; AnswerServer has it ready
constexpr std::size_t kImageSize = 100'000;  // bytes: an ordinary photo

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](timeval time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void print(const std::string& name, double value) { fmt::print("{} {:.3f}\n", name, value); }

void bench_parsing() {
  const std::string events = answer_events(kLongAnswer);
  constexpr std::size_t kBlock = 16 * 1024;
  constexpr int kRounds = 100;
  const double before = cpu_seconds();
  for (int round = 0; round < kRounds; ++round) {
    ChatStream stream(now());
    for (std::size_t at = 0; at < events.size(); at += kBlock) {
      stream.take(std::string_view(events).substr(at, kBlock), now());
    }
    if (stream.finish(now(), std::nullopt).failure) std::exit(1);
  }
  print("parse_events_per_cpu_s", kRounds * kLongAnswer / (cpu_seconds() - before));
}

// The answers to `count` questions from each of `stream_count` threads; a failure ends the program.
std::vector<Generation> answers(const ChatClient& client, int stream_count, int count) {
  const std::string image(kImageSize, 'x');
  std::vector<std::vector<Generation>> by_stream(static_cast<std::size_t>(stream_count));
  {
    std::vector<std::jthread> threads;
    for (auto& mine : by_stream) {
      threads.emplace_back([&] {
        for (int i = 0; i < count; ++i) {
          mine.push_back(client.ask({.prompt = "What is this?",
                                     .image_bytes = image,
                                     .media_type = "image/jpeg",
                                     .max_new_tokens = 128,
                                     .timeout = std::chrono::minutes(5)},
                                    {}));
        }
      });
    }
  }
  std::vector<Generation> all;
  for (auto& mine : by_stream) std::move(mine.begin(), mine.end(), std::back_inserter(all));
  for (const Generation& generation : all) {
    if (!generation.failure) continue;
    fmt::print(stderr, "sse_bench: {}\n", generation.failure->message);
    std::exit(1);
  }
  return all;
}

ChatClient client_of(const std::string& base_url) {
  return ChatClient::create({.base_url = base_url, .model = "some-vlm-7b-instruct"}).value();
}

// CPU seconds of one request, averaged over many, whose answer has that many tokens.
double cpu_per_request(const AnswerServer& server, int token_count, int stream_count,
                       int request_count) {
  const ChatClient client = client_of(fmt::format("{}/burst/{}", server.url(), token_count));
  answers(client, stream_count, 1);  // connects
  const double before = cpu_seconds();
  answers(client, stream_count, std::max(1, request_count / stream_count));
  const int asked = std::max(1, request_count / stream_count) * stream_count;
  return (cpu_seconds() - before) / asked;
}

void bench_cost(const AnswerServer& server, int stream_count) {
  const double of_one_token = cpu_per_request(server, 1, stream_count, 2'000);
  const double of_many = cpu_per_request(server, kLongAnswer, stream_count, 256);
  const std::string prefix = fmt::format("streams_{}_", stream_count);
  print(prefix + "events_per_cpu_s", kLongAnswer / of_many);
  print(prefix + "cpu_us_per_event", 1e6 * (of_many - of_one_token) / (kLongAnswer - 1));
  print(prefix + "cpu_us_per_request", 1e6 * of_one_token);
}

double quantile(std::vector<double>& values, double p) {
  std::sort(values.begin(), values.end());
  return values.at(static_cast<std::size_t>(p * static_cast<double>(values.size() - 1)));
}

struct TimingErrors {
  std::vector<double> ttft_us, gap_us, delay_us;
};

// Compares the times of one answer with the server's, which are its text.
void compare(const Generation& generation, TimingErrors& errors) {
  std::istringstream text(generation.text);
  std::int64_t request_ns = 0, token_ns = 0;
  text >> request_ns;
  const std::int64_t sent_ns = generation.sent.time_since_epoch().count();
  std::int64_t last_token_ns = 0, last_arrived_ns = 0, index = 0;
  auto arrival = generation.arrivals.begin();
  while (text >> token_ns) {
    while (arrival->token_count <= index) ++arrival;
    const std::int64_t arrived_ns = sent_ns + arrival->since_sent.count();
    errors.delay_us.push_back(static_cast<double>(arrived_ns - token_ns) / 1e3);
    const std::int64_t ours = index == 0 ? arrived_ns - sent_ns : arrived_ns - last_arrived_ns;
    const std::int64_t theirs = index == 0 ? token_ns - request_ns : token_ns - last_token_ns;
    const double error_us = std::abs(static_cast<double>(ours - theirs)) / 1e3;
    (index == 0 ? errors.ttft_us : errors.gap_us).push_back(error_us);
    last_token_ns = token_ns;
    last_arrived_ns = arrived_ns;
    ++index;
  }
}

void bench_timing(const AnswerServer& server, int stream_count) {
  const ChatClient client = client_of(server.url() + "/paced/20");
  answers(client, stream_count, 1);  // connects
  TimingErrors errors;
  for (const Generation& generation :
       answers(client, stream_count, std::max(10, 64 / stream_count))) {
    compare(generation, errors);
  }
  const auto print_both = [&](const std::string& name, std::vector<double>& values) {
    print(fmt::format("streams_{}_{}_us_median", stream_count, name), quantile(values, 0.5));
    print(fmt::format("streams_{}_{}_us_p99", stream_count, name), quantile(values, 0.99));
  };
  print_both("ttft_error", errors.ttft_us);
  print_both("gap_error", errors.gap_us);
  print_both("token_delay", errors.delay_us);
}

}  // namespace

int main() {
  const AnswerServer server;  // before there are threads
  bench_parsing();
  for (const int stream_count : {1, 16, 64}) bench_cost(server, stream_count);
  for (const int stream_count : {1, 16, 64}) bench_timing(server, stream_count);
}
