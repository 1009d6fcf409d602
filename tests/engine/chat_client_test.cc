#include "engine/chat_client.h"

#include <gtest/gtest.h>

#include <thread>

#include "fakes/chat_event.h"
#include "fakes/loopback_port.h"
#include "fakes/scripted_server.h"

namespace sightmark {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr const char* kKey = "sk-secret-0123456789";

Question question(milliseconds timeout = seconds(60)) {
  return {.prompt = "What is this?",
          .image_bytes = "pixels",
          .media_type = "image/png",
          .image_path = "/a.png",
          .max_new_tokens = 16,
          .seed = 1,
          .timeout = timeout};
}

Generation ask(const std::string& base_url, milliseconds timeout = seconds(60)) {
  auto client = ChatClient::create({.base_url = base_url, .model = "m", .api_key = kKey});
  EXPECT_TRUE(client);
  return client->ask(question(timeout), {});
}

Generation ask(const ScriptedServer& server, milliseconds timeout = seconds(60)) {
  return ask(server.url() + "/v1", timeout);
}

// What a client makes of this response.
Generation answer_to(ScriptedResponse response, milliseconds timeout = seconds(60)) {
  const ScriptedServer server(std::move(response));
  return ask(server, timeout);
}

// Checks what every failure has to keep to.
FailureKind failure_kind(const Generation& generation) {
  EXPECT_TRUE(generation.failure);
  const std::string& message = generation.failure->message;
  EXPECT_FALSE(message.empty());
  EXPECT_EQ(message.find(kKey), std::string::npos) << message;
  EXPECT_EQ(message.find('\n'), std::string::npos) << message;
  EXPECT_LE(generation.sent, generation.end);
  return generation.failure->kind;
}

bool says(const Generation& generation, std::string_view part) {
  return generation.failure->message.find(part) != std::string::npos;
}

// An answer of two tokens; the server reports three.
ScriptedResponse kite() {
  return {.parts = {{chat_event("A red")},
                    {chat_event(" kite.")},
                    {finish_event("stop")},
                    {usage_event(20, 3)},
                    {kDoneEvent}}};
}

ScriptedResponse error_response(int status, std::string body) {
  return {.status = status,
          .headers = {"Content-Type: application/json"},
          .parts = {{std::move(body)}}};
}

TEST(ChatClient, BringsTheAnswer) {
  const Instant before = now();
  const Generation generation = answer_to(kite());
  ASSERT_FALSE(generation.failure) << generation.failure->message;
  EXPECT_EQ(generation.text, "A red kite.");
  EXPECT_EQ(generation.finish_reason, "stop");
  EXPECT_EQ(generation.tokens.prompt, 20);
  EXPECT_EQ(generation.tokens.generated, 3);
  EXPECT_EQ(generation.retry_count, 0);
  EXPECT_LE(before, generation.sent);
  EXPECT_LE(generation.sent, generation.first_token);
  EXPECT_LE(generation.first_token, generation.end);
  EXPECT_LE(generation.end, now());
}

TEST(ChatClient, StampsTextWhenItComes) {
  ScriptedResponse response = kite();
  response.parts[0].delay = milliseconds(30);
  response.parts[1].delay = milliseconds(50);
  response.parts[4].delay = milliseconds(20);
  const Generation generation = answer_to(response);
  ASSERT_EQ(generation.arrivals.size(), 2u);
  EXPECT_GE(generation.arrivals[0].since_sent, milliseconds(30));
  EXPECT_EQ(*generation.first_token - generation.sent, generation.arrivals[0].since_sent);
  EXPECT_GE(generation.arrivals[1].since_sent, milliseconds(80));
  EXPECT_GE(generation.end - generation.sent, milliseconds(100));
}

TEST(ChatClient, SendsTheQuestionAndTheKey) {
  const ScriptedServer server(kite());
  ask(server);
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_TRUE(requests[0].head.starts_with("POST /v1/chat/completions HTTP/1.1\r\n"));
  EXPECT_NE(requests[0].head.find("Authorization: Bearer sk-secret-0123456789\r\n"),
            std::string::npos);
  EXPECT_NE(requests[0].head.find("Content-Type: application/json\r\n"), std::string::npos);
  EXPECT_NE(requests[0].body.find("data:image/png;base64,cGl4ZWxz"), std::string::npos);
}

TEST(ChatClient, SendsALargeImageWithoutAskingForLeave) {
  const ScriptedServer server(kite());
  const auto client = ChatClient::create({.base_url = server.url(), .model = "m"});
  const std::string image(3'000'000, 'x');
  Question large = question();
  large.image_bytes = image;
  EXPECT_EQ(client->ask(large, {}).text, "A red kite.");
  EXPECT_EQ(server.requests()[0].head.find("Expect"), std::string::npos);
  EXPECT_GT(server.requests()[0].body.size(), 4'000'000u);
}

TEST(ChatClient, TakesAnAnswerInPiecesOfOneByte) {
  ScriptedResponse whole = kite();
  ScriptedResponse response;
  for (const ScriptedPart& part : whole.parts) {
    for (const char byte : part.bytes) response.parts.push_back({std::string(1, byte)});
  }
  const Generation generation = answer_to(response);
  EXPECT_FALSE(generation.failure);
  EXPECT_EQ(generation.text, "A red kite.");
  EXPECT_EQ(generation.tokens.generated, 3);
}

TEST(ChatClient, KeepsItsConnection) {
  const ScriptedServer server(kite());
  const auto client = ChatClient::create({.base_url = server.url(), .model = "m"});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(client->ask(question(), {}).text, "A red kite.");
  EXPECT_EQ(server.connection_count(), 1);
}

TEST(ChatClient, AsksFromManyThreads) {
  const ScriptedServer server(kite());
  const auto client = ChatClient::create({.base_url = server.url(), .model = "m"});
  std::atomic<int> good_count = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        for (int k = 0; k < 5; ++k) good_count += client->ask(question(), {}).text == "A red kite.";
      });
    }
  }
  EXPECT_EQ(good_count, 40);
  EXPECT_LE(server.connection_count(), 8);
}

TEST(ChatClient, TakesAWholeAnswerOfAServerThatDoesNotStream) {
  const Generation generation = answer_to(error_response(
      200, R"({"choices":[{"message":{"content":"A kite."},"finish_reason":"stop"}]})"));
  EXPECT_FALSE(generation.failure);
  EXPECT_EQ(generation.text, "A kite.");
  EXPECT_FALSE(generation.first_token);
  EXPECT_TRUE(generation.arrivals.empty());
}

TEST(ChatClient, RepeatsWhatTheServerSaysWithAnErrorStatus) {
  for (const int status : {400, 401, 404, 500, 503}) {
    const ScriptedServer server(error_response(
        status, R"({"error":{"message":"no, \u001b[31mnot sk-secret-0123456789","code":1}})"));
    const Generation generation = ask(server);
    EXPECT_EQ(failure_kind(generation), FailureKind::HttpStatus);
    EXPECT_EQ(generation.failure->message,
              "HTTP " + std::to_string(status) + ": no, \xEF\xBF\xBD[31mnot \xE2\x80\xA6");
    EXPECT_EQ(server.requests().size(), 1u);  // never asked twice
  }
}

TEST(ChatClient, RepeatsAnErrorThatIsNoJson) {
  const Generation generation =
      answer_to({.status = 502,
                 .headers = {"Content-Type: text/html"},
                 .parts = {{"<h1>Bad\nGateway</h1>" + std::string(5000, 'x')}}});
  EXPECT_EQ(failure_kind(generation), FailureKind::HttpStatus);
  EXPECT_TRUE(says(generation, "HTTP 502: <h1>Bad\xEF\xBF\xBDGateway</h1>xxx"));
  EXPECT_LT(generation.failure->message.size(), 400u);
}

TEST(ChatClient, NamesAStatusWithoutABody) {
  EXPECT_EQ(answer_to({.status = 500}).failure->message, "HTTP 500");
  EXPECT_EQ(failure_kind(answer_to({.status = 500, .end = ScriptedEnd::Cut})),
            FailureKind::HttpStatus);
}

TEST(ChatClient, KnowsARateLimitAndDoesNotTryAgain) {
  const ScriptedServer server(error_response(429, R"({"error":{"message":"slow down"}})"));
  EXPECT_EQ(failure_kind(ask(server)), FailureKind::RateLimited);
  EXPECT_EQ(server.requests().size(), 1u);
}

TEST(ChatClient, FollowsNoRedirect) {
  const ScriptedServer other(kite());
  const Generation generation =
      answer_to({.status = 307, .headers = {"Location: http://ann:pw@" + other.url().substr(7)}});
  EXPECT_EQ(failure_kind(generation), FailureKind::HttpStatus);
  EXPECT_TRUE(says(generation, "HTTP 307: a redirect to " + other.url()));
  EXPECT_FALSE(says(generation, "pw"));
  EXPECT_EQ(other.connection_count(), 0);
}

TEST(ChatClient, IsRefusedAfterAFewTries) {
  const LoopbackPort nobody;
  const Generation generation = ask(nobody.url());
  EXPECT_EQ(failure_kind(generation), FailureKind::Refused);
  EXPECT_EQ(generation.retry_count, 3);
}

TEST(ChatClient, IsRefusedWhereTheNameIsUnknown) {
  EXPECT_EQ(failure_kind(ask("http://nowhere.invalid/v1", milliseconds(500))),
            FailureKind::Refused);
}

TEST(ChatClient, IsRefusedWhereTlsFails) {
  const ScriptedServer server(kite());
  const Generation generation = ask("https" + server.url().substr(4));
  EXPECT_EQ(failure_kind(generation), FailureKind::Refused);
  EXPECT_EQ(generation.retry_count, 0);
}

TEST(ChatClient, TimesOutWhereNothingComes) {
  const ScriptedServer server({.is_raw = true, .end = ScriptedEnd::Hang});
  const Generation generation = ask(server, milliseconds(100));
  EXPECT_EQ(failure_kind(generation), FailureKind::Timeout);
  EXPECT_TRUE(says(generation, "0.1 s"));
  EXPECT_GE(generation.end - generation.sent, milliseconds(90));
}

TEST(ChatClient, TimesOutWhereTheStreamHangsAndKeepsWhatCame) {
  const Generation generation =
      answer_to({.parts = {{chat_event("A red")}}, .end = ScriptedEnd::Hang}, milliseconds(300));
  EXPECT_EQ(failure_kind(generation), FailureKind::Timeout);
  EXPECT_EQ(generation.text, "A red");
}

TEST(ChatClient, TimesOutWhereTheAnswerTrickles) {
  ScriptedResponse response;
  for (int i = 0; i < 10'000; ++i) response.parts.push_back({chat_event("a"), milliseconds(5)});
  const Generation generation = answer_to(response, milliseconds(400));
  EXPECT_EQ(failure_kind(generation), FailureKind::Timeout);
  EXPECT_FALSE(generation.arrivals.empty());
}

TEST(ChatClient, LetsTheServerKnowThatItWaitsNoMore) {
  const ScriptedServer server({.parts = {{chat_event("a")}}, .end = ScriptedEnd::Hang});
  EXPECT_EQ(failure_kind(ask(server, milliseconds(200))), FailureKind::Timeout);
  while (server.abandoned_count() == 0) std::this_thread::sleep_for(milliseconds(1));
}

TEST(ChatClient, DoesNotWaitForAServerThatHangsAfterItsMark) {
  ScriptedResponse response = kite();
  response.end = ScriptedEnd::Hang;
  const Generation generation = answer_to(response);
  EXPECT_FALSE(generation.failure);
  EXPECT_EQ(generation.text, "A red kite.");
}

TEST(ChatClient, SeesThatAStreamIsCut) {
  for (const ScriptedEnd end : {ScriptedEnd::Cut, ScriptedEnd::Reset}) {
    const Generation generation = answer_to({.parts = {{chat_event("A red")}}, .end = end});
    EXPECT_EQ(failure_kind(generation), FailureKind::CutStream);
  }
  EXPECT_EQ(failure_kind(answer_to({.parts = {{chat_event("A red")}}})), FailureKind::CutStream);
  EXPECT_EQ(failure_kind(answer_to({})), FailureKind::CutStream);
}

TEST(ChatClient, SeesThatTheServerWentWithoutAWordAndAsksOnlyOnce) {
  const ScriptedServer server({.is_raw = true, .end = ScriptedEnd::Cut});
  EXPECT_EQ(failure_kind(ask(server)), FailureKind::CutStream);
  EXPECT_EQ(server.requests().size(), 1u);
}

TEST(ChatClient, RecordsThatAKeptConnectionWasDead) {
  std::atomic<int> count = 0;
  const ScriptedServer server([&](const ScriptedRequest&) {
    ScriptedResponse broken{.is_raw = true, .end = ScriptedEnd::Cut};
    return ++count == 2 ? broken : kite();  // the second one is lost on the way
  });
  const auto client = ChatClient::create({.base_url = server.url(), .model = "m"});
  EXPECT_EQ(client->ask(question(), {}).retry_count, 0);
  const Generation again = client->ask(question(), {});
  EXPECT_FALSE(again.failure);
  EXPECT_EQ(again.retry_count, 1);
}

TEST(ChatClient, SeesAMalformedStream) {
  EXPECT_EQ(failure_kind(answer_to({.parts = {{"data: {\"choices\":[\n\n"}}})),
            FailureKind::Malformed);
  EXPECT_EQ(failure_kind(answer_to({.parts = {{"data: nonsense\n\n"}}, .end = ScriptedEnd::Hang})),
            FailureKind::Malformed);
}

TEST(ChatClient, SeesWhatIsNoHttp) {
  const ScriptedResponse response{
      .is_raw = true, .parts = {{"SSH-2.0-nonsense\r\n\r\n"}}, .end = ScriptedEnd::Cut};
  EXPECT_EQ(failure_kind(answer_to(response)), FailureKind::Malformed);
}

TEST(ChatClient, SeesThatItIsNotAChatApi) {
  const Generation generation =
      answer_to({.headers = {"Content-Type: text/html"}, .parts = {{"<html></html>"}}});
  EXPECT_EQ(failure_kind(generation), FailureKind::Malformed);
  EXPECT_TRUE(says(generation, "text/html"));
}

TEST(ChatClient, SeesInvalidUtf8) {
  EXPECT_EQ(failure_kind(answer_to({.parts = {{chat_event("a\xFF")}, {kDoneEvent}}})),
            FailureKind::InvalidText);
}

TEST(ChatClient, SeesAnEmptyAnswer) {
  EXPECT_EQ(failure_kind(answer_to({.parts = {{finish_event("stop")}, {kDoneEvent}}})),
            FailureKind::Empty);
}

TEST(ChatClient, SeesAnErrorInTheStream) {
  const Generation generation =
      answer_to({.parts = {{chat_event("a")},
                           {R"(data: {"error":{"message":"no for sk-secret-0123456789"}})"
                            "\n\n"}}});
  EXPECT_EQ(failure_kind(generation), FailureKind::Rejected);
  EXPECT_TRUE(says(generation, "no for"));
}

TEST(ChatClient, BoundsALineWithoutEnd) {
  ScriptedResponse response{.end = ScriptedEnd::Hang};
  for (int i = 0; i < 18; ++i) response.parts.push_back({std::string(1 << 20, 'x')});
  EXPECT_EQ(failure_kind(answer_to(response)), FailureKind::Malformed);
}

TEST(ChatClient, BoundsADocumentWithoutEnd) {
  ScriptedResponse response{.headers = {"Content-Type: application/json"},
                            .end = ScriptedEnd::Hang};
  for (int i = 0; i < 18; ++i) response.parts.push_back({std::string(1 << 20, ' ')});
  EXPECT_EQ(failure_kind(answer_to(response)), FailureKind::Malformed);
}

TEST(ChatClient, TakesALongAnswer) {
  ScriptedResponse response;
  for (int i = 0; i < 2000; ++i) response.parts.push_back({chat_event(std::string(500, 'y'))});
  response.parts.push_back({kDoneEvent});
  EXPECT_EQ(answer_to(response).text, std::string(1'000'000, 'y'));
}

TEST(ChatClient, AsksLoopbackHostsDirectlyWhateverTheProxies) {
  const LoopbackPort nobody;
  ::setenv("http_proxy", nobody.url().c_str(), 1);
  ::setenv("all_proxy", nobody.url().c_str(), 1);
  const Generation generation = answer_to(kite());
  ::unsetenv("http_proxy");
  ::unsetenv("all_proxy");
  EXPECT_EQ(generation.text, "A red kite.");
}

TEST(ChatClient, AsksOtherHostsThroughTheProxyUnlessItIsBypassed) {
  const ScriptedServer proxy(kite());
  ::setenv("http_proxy", proxy.url().c_str(), 1);
  EXPECT_EQ(ask("http://model.invalid/v1").text, "A red kite.");
  EXPECT_TRUE(proxy.requests().at(0).head.starts_with("POST http://model.invalid/v1/chat"));
  auto direct = ChatClient::create(
      {.base_url = "http://model.invalid/v1", .model = "m", .bypasses_proxies = true});
  EXPECT_EQ(failure_kind(direct->ask(question(milliseconds(500)), {})), FailureKind::Refused);
  ::unsetenv("http_proxy");
  EXPECT_EQ(proxy.connection_count(), 1);
}

TEST(ChatClient, IsCancelledWhileItWaits) {
  const ScriptedServer server({.parts = {{chat_event("a")}}, .end = ScriptedEnd::Hang});
  const auto client = ChatClient::create({.base_url = server.url(), .model = "m"});
  std::stop_source source;
  Instant stopped;
  const std::jthread stopper([&] {
    while (server.requests().empty()) std::this_thread::sleep_for(milliseconds(1));
    std::this_thread::sleep_for(milliseconds(20));
    stopped = now();
    source.request_stop();
  });
  const Generation generation = client->ask(question(), source.get_token());
  EXPECT_EQ(failure_kind(generation), FailureKind::Cancelled);
  EXPECT_LT(generation.end - stopped, seconds(20));  // of the 60 that it would have waited
}

TEST(ChatClient, IsCancelledBeforeItBegins) {
  const ScriptedServer server(kite());
  const auto client = ChatClient::create({.base_url = server.url(), .model = "m"});
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(failure_kind(client->ask(question(), source.get_token())), FailureKind::Cancelled);
  EXPECT_EQ(server.connection_count(), 0);
}

TEST(ChatClient, IsUsableAfterEveryFailure) {
  std::atomic<int> count = 0;
  const ScriptedServer server([&](const ScriptedRequest&) {
    return ++count == 1 ? ScriptedResponse{.parts = {{"data: {\n\n"}}, .end = ScriptedEnd::Hang}
                        : kite();
  });
  const auto client = ChatClient::create({.base_url = server.url(), .model = "m"});
  EXPECT_EQ(failure_kind(client->ask(question(), {})), FailureKind::Malformed);
  EXPECT_EQ(client->ask(question(), {}).text, "A red kite.");
}

TEST(ChatClient, TakesNoKeyThatWouldBreakARequest) {
  for (const char* key : {"sk-1\r\nX-Other: 1", "sk 1", "sk-\xC3\xBC"}) {
    const auto client =
        ChatClient::create({.base_url = "http://host/v1", .model = "m", .api_key = key});
    ASSERT_FALSE(client);
    EXPECT_EQ(client.error().message.find("sk"), std::string::npos);
  }
}

TEST(ChatClient, GetsADocumentWhateverItsStatus) {
  const ScriptedServer server(error_response(503, R"({"error":{"message":"loading"}})"));
  const auto client = ChatClient::create({.base_url = server.url(), .model = "m", .api_key = kKey});
  const auto document = client->fetch("/health", {}, seconds(60), {});
  ASSERT_TRUE(document);
  EXPECT_EQ(document->head.status, 503);
  EXPECT_EQ(client->error_text(*document), "loading");
  EXPECT_TRUE(server.requests()[0].head.starts_with("GET /health HTTP/1.1"));
  EXPECT_NE(server.requests()[0].head.find("Bearer"), std::string::npos);
}

TEST(ChatClient, GetsNoDocumentWhereNobodyListens) {
  const LoopbackPort nobody;
  EXPECT_FALSE(ChatClient::create({.base_url = nobody.url(), .model = "m"})
                   ->fetch("/health", {}, seconds(60), {}));
}

}  // namespace
}  // namespace sightmark
