#include "engine/engine_kind.h"

#include <gtest/gtest.h>

#include "fakes/chat_event.h"
#include "fakes/loopback_port.h"
#include "fakes/scripted_server.h"

namespace sightmark {
namespace {

const std::string kModels = R"({"object":"list","data":[{"id":"other","object":"model"},)"
                            R"({"id":"my-vlm:latest","owned_by":"vllm","max_model_len":4096}]})";

ScriptedResponse models(int status, const std::string& body) {
  return {.status = status,
          .headers = {"Content-Type: application/json", "Server: uvicorn"},
          .parts = {{body}}};
}

Expected<EngineDescription> load(const ScriptedServer& server, const std::string& model) {
  const auto engine =
      make_openai({.model = model, .base_url = server.url() + "/v1/", .api_key = "sk-secret"});
  return (*engine)->load([](std::string_view) {}, {});
}

std::string load_error(int status, const std::string& body, const std::string& model = "my-vlm") {
  const ScriptedServer server(models(status, body));
  const auto description = load(server, model);
  EXPECT_FALSE(description);
  return description ? "" : description.error().message;
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Openai, DescribesTheServer) {
  const ScriptedServer server(models(200, kModels));
  const auto description = load(server, "my-vlm:latest");
  ASSERT_TRUE(description);
  EXPECT_EQ(description->name, "openai");
  EXPECT_EQ(description->model_id, "my-vlm:latest");
  EXPECT_EQ(description->facts, (Facts{{"base_url", server.url() + "/v1"},
                                       {"server", "uvicorn"},
                                       {"model_owned_by", "vllm"},
                                       {"max_model_len", std::int64_t{4096}}}));
  EXPECT_TRUE(server.requests()[0].head.starts_with("GET /v1/models HTTP/1.1"));
}

TEST(Openai, KnowsAModelWithoutItsTag) {
  const ScriptedServer server(models(200, kModels));
  EXPECT_EQ(load(server, "my-vlm")->model_id, "my-vlm:latest");
  EXPECT_TRUE(load(server, "other:free"));
}

TEST(Openai, NamesTheModelsThereAreInsteadOfAnother) {
  const std::string message = load_error(200, kModels, "my");
  EXPECT_TRUE(contains(message, "no model \"my\"")) << message;
  EXPECT_TRUE(contains(message, "\"other\", \"my-vlm:latest\"")) << message;
}

TEST(Openai, TakesAServerWithoutAListAtItsWord) {
  for (const auto& [status, body] : {std::pair(404, "{}"),
                                     {405, ""},
                                     {200, "{}"},
                                     {200, "no JSON"},
                                     {200, R"({"data":[]})"},
                                     {200, R"({"data":[7,{},{"id":7}]})"}}) {
    const ScriptedServer server(models(status, body));
    const auto description = load(server, "my-vlm");
    ASSERT_TRUE(description) << status << body;
    EXPECT_EQ(description->model_id, "my-vlm");
  }
}

TEST(Openai, SaysThatTheKeyIsWrong) {
  for (const int status : {401, 403}) {
    const std::string message =
        load_error(status, R"({"error":{"message":"Invalid key sk-secret"}})");
    EXPECT_TRUE(contains(message, "/v1/models: HTTP " + std::to_string(status) + ": Invalid key"));
    EXPECT_TRUE(contains(message, "API key that this server expects"));
    EXPECT_FALSE(contains(message, "sk-secret"));
  }
}

TEST(Openai, SaysWhatElseTheServerRefusesWith) {
  EXPECT_TRUE(contains(load_error(503, R"({"error":{"message":"Loading model"}})"),
                       "HTTP 503: Loading model"));
  EXPECT_TRUE(contains(load_error(307, ""), "HTTP 307"));
}

TEST(Openai, SaysThatNobodyAnswers) {
  const LoopbackPort nobody;
  const std::string url = nobody.url();
  const auto engine = make_openai({.model = "m", .base_url = "http://ann:pw@" + url.substr(7)});
  const auto description = (*engine)->load([](std::string_view) {}, {});
  ASSERT_FALSE(description);
  EXPECT_TRUE(contains(description.error().message, url + "/models: "));
  EXPECT_TRUE(contains(description.error().message, "is the server running"));
  EXPECT_FALSE(contains(description.error().message, "pw"));
}

TEST(Openai, HidesUserInfo) {
  const ScriptedServer server(models(200, kModels));
  const auto engine =
      make_openai({.model = "other", .base_url = "http://ann:pw@" + server.url().substr(7)});
  const auto description = (*engine)->load([](std::string_view) {}, {});
  EXPECT_EQ(description->facts[0], (Fact{"base_url", server.url()}));
}

TEST(Openai, NeedsAUrlOfHttp) {
  EXPECT_FALSE(make_openai({.model = "m", .base_url = "host:8000"}));
  EXPECT_FALSE(make_openai({.model = "m", .base_url = "http://host/v1", .api_key = "two\nlines"}));
}

TEST(Openai, AnswersQuestions) {
  const ScriptedServer server(ScriptedResponse{.parts = {{chat_event("A kite.")}, {kDoneEvent}}});
  const auto engine = make_openai({.model = "m", .base_url = server.url()});
  const Generation generation =
      (*engine)->generate({.prompt = "What?", .timeout = std::chrono::seconds(60)}, {});
  EXPECT_EQ(generation.text, "A kite.");
  EXPECT_TRUE((*engine)->processes().empty());
  EXPECT_FALSE((*engine)->death());
  EXPECT_EQ(server.requests()[0].head.find("Authorization"), std::string::npos);
}

}  // namespace
}  // namespace sightmark
