#include "engine/chat_message.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/hash.h"

namespace sightmark {
namespace {

const Question kQuestion = {.prompt = "What is \"this\"?\n",
                            .image_bytes = "not really a JPEG",
                            .media_type = "image/jpeg",
                            .max_new_tokens = 128,
                            .seed = 42};

nlohmann::json request(const Question& question, const Facts& extra_fields = {}) {
  return nlohmann::json::parse(chat_request("my-vlm", question, extra_fields));
}

TEST(ChatRequest, AsksForAGreedyStreamWithUsage) {
  const nlohmann::json json = request(kQuestion);
  EXPECT_EQ(json["model"], "my-vlm");
  EXPECT_EQ(json["stream"], true);
  EXPECT_EQ(json["stream_options"]["include_usage"], true);
  EXPECT_EQ(json["temperature"], 0);
  EXPECT_EQ(json["seed"], 42);
  EXPECT_EQ(json["max_tokens"], 128);
}

TEST(ChatRequest, ShowsTheImageBeforeItAsks) {
  const nlohmann::json message = request(kQuestion)["messages"][0];
  EXPECT_EQ(message["role"], "user");
  ASSERT_EQ(message["content"].size(), 2);
  EXPECT_EQ(message["content"][0]["type"], "image_url");
  EXPECT_EQ(message["content"][0]["image_url"]["url"],
            "data:image/jpeg;base64," + base64("not really a JPEG"));
  EXPECT_EQ(message["content"][1]["type"], "text");
  EXPECT_EQ(message["content"][1]["text"], "What is \"this\"?\n");
}

TEST(ChatRequest, AsksWithoutAnImageWhereThereIsNone) {
  Question question = kQuestion;
  question.image_bytes = {};
  ASSERT_EQ(request(question)["messages"][0]["content"].size(), 1);
}

TEST(ChatRequest, CarriesExtraFieldsOfEveryType) {
  const nlohmann::json json = request(kQuestion, {{"cache_prompt", false},
                                                  {"top_k", std::int64_t{1}},
                                                  {"min_p", 0.5},
                                                  {"name", std::string("a\"b")},
                                                  {"stop", std::vector<std::string>{"x", "y"}}});
  EXPECT_EQ(json["cache_prompt"], false);
  EXPECT_EQ(json["top_k"], 1);
  EXPECT_EQ(json["min_p"], 0.5);
  EXPECT_EQ(json["name"], "a\"b");
  EXPECT_EQ(json["stop"], nlohmann::json::parse(R"(["x","y"])"));
}

TEST(ChatRequest, MendsAPromptThatIsNotUtf8) {
  Question question = kQuestion;
  question.prompt = "a\xFF";
  EXPECT_EQ(request(question)["messages"][0]["content"][1]["text"], "a\xEF\xBF\xBD");
}

// What the parser makes of a document; its texts are good as long as this.
struct Document {
  ChatChunkParser parser;
  tl::expected<ChatChunk, Failure> chunk;

  explicit Document(std::string_view json) : chunk(parser.parse(json)) {}
  const ChatChunk* operator->() const { return &chunk.value(); }
};

FailureKind failure_kind(std::string_view json) {
  const Document document(json);
  EXPECT_FALSE(document.chunk) << json;
  EXPECT_FALSE(document.chunk.error().message.empty());
  return document.chunk.error().kind;
}

TEST(ChatChunk, TakesTheNewText) {
  const Document chunk(
      R"({"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[)"
      R"({"index":0,"delta":{"role":"assistant","content":"a \"kite\" \u00e9"},)"
      R"("logprobs":null,"finish_reason":null}]})");
  EXPECT_EQ(chunk->content, "a \"kite\" \xC3\xA9");
  EXPECT_EQ(chunk->finish_reason, "");
  EXPECT_FALSE(chunk->error || chunk->prompt_tokens || chunk->predicted_n);
}

TEST(ChatChunk, TakesReasoningUnderEitherName) {
  EXPECT_EQ(Document(R"({"choices":[{"delta":{"reasoning_content":"hm"}}]})")->reasoning, "hm");
  EXPECT_EQ(Document(R"({"choices":[{"delta":{"content":null,"reasoning":"hm"}}]})")->reasoning,
            "hm");
  EXPECT_EQ(
      Document(R"({"choices":[{"delta":{"reasoning":"hm","reasoning_content":null}}]})")->reasoning,
      "hm");
}

TEST(ChatChunk, TakesTheTextOfAWholeAnswer) {
  const Document chunk(R"({"choices":[{"message":{"role":"assistant","content":"A kite."},)"
                       R"("finish_reason":"stop"}],"usage":{"completion_tokens":3}})");
  EXPECT_EQ(chunk->content, "A kite.");
  EXPECT_EQ(chunk->finish_reason, "stop");
  EXPECT_EQ(chunk->generated_tokens, 3);
}

TEST(ChatChunk, TakesTheFirstOfManyChoices) {
  EXPECT_EQ(
      Document(R"({"choices":[{"delta":{"content":"a"}},{"delta":{"content":"b"}}]})")->content,
      "a");
}

TEST(ChatChunk, TakesUsage) {
  const Document chunk(
      R"({"choices":[],"usage":{"prompt_tokens":1130,"total_tokens":1193,"completion_tokens":63,)"
      R"("prompt_tokens_details":{"cached_tokens":7,"image_tokens":1100,"text_tokens":30}}})");
  EXPECT_EQ(chunk->prompt_tokens, 1130);
  EXPECT_EQ(chunk->generated_tokens, 63);
  EXPECT_EQ(chunk->cached_tokens, 7);
  EXPECT_EQ(chunk->image_tokens, 1100);
  EXPECT_EQ(chunk->text_tokens, 30);
}

TEST(ChatChunk, TakesImageTokensWhereVllmPutsThem) {
  EXPECT_EQ(Document(R"({"usage":{"prompt_tokens":9,"prompt_tokens_details":)"
                     R"({"cached_tokens":0,"multimodal_tokens":{"audio":1,"image":7}}}})")
                ->image_tokens,
            7);
}

TEST(ChatChunk, TakesTimingsOfLlamaServer) {
  const Document chunk(R"({"choices":[],"timings":{"cache_n":2,"prompt_n":80,"prompt_ms":41.5,)"
                       R"("prompt_per_second":1.0,"predicted_n":12,"predicted_ms":100}})");
  EXPECT_EQ(chunk->cache_n, 2);
  EXPECT_EQ(chunk->prompt_n, 80);
  EXPECT_EQ(chunk->prompt_ms, 41.5);
  EXPECT_EQ(chunk->predicted_n, 12);
  EXPECT_EQ(chunk->predicted_ms, 100);
}

TEST(ChatChunk, ReadsNullAndAbsentAlike) {
  for (const char* json :
       {"{}", R"({"choices":null,"usage":null,"timings":null,"error":null})", R"({"choices":[]})",
        R"({"choices":[null]})", R"({"choices":[{"delta":null,"finish_reason":null}]})",
        R"({"choices":[{"delta":{"content":null,"reasoning_content":null}}]})",
        R"({"usage":{"prompt_tokens":null,"prompt_tokens_details":null}})"}) {
    const Document chunk(json);
    ASSERT_TRUE(chunk.chunk) << json;
    EXPECT_EQ(chunk->content, "");
    EXPECT_EQ(chunk->reasoning, "");
    EXPECT_FALSE(chunk->error || chunk->prompt_tokens || chunk->cached_tokens) << json;
  }
}

TEST(ChatChunk, TakesNoCountThatCannotBeTrue) {
  for (const char* count : {"-1", "1.5", "\"7\"", "1e30", "9223372036854775807", "[1]"}) {
    const Document chunk(std::string(R"({"usage":{"prompt_tokens":)") + count +
                         R"(},"timings":{"predicted_n":)" + count + "}}");
    EXPECT_FALSE(chunk->prompt_tokens || chunk->predicted_n) << count;
  }
}

TEST(ChatChunk, TakesErrorsOfEveryForm) {
  const std::pair<const char*, const char*> errors[] = {
      {R"({"error":{"message":"no image","type":"x","code":400}})", "no image"},
      {R"({"error":"out of memory"})", "out of memory"},
      {R"({"object":"error","message":"too long","code":40303})", "too long"},
      {R"({"detail":"Not Found"})", "Not Found"},
      {R"({"error":{"code":500}})", ""},
      {R"({"error":7})", ""}};
  for (const auto& [json, message] : errors) {
    const Document chunk(json);
    ASSERT_TRUE(chunk->error) << json;
    EXPECT_EQ(*chunk->error, message) << json;
  }
}

TEST(ChatChunk, IsMalformedWhereItIsNoJsonObject) {
  for (const char* json : {"", "{", "nonsense", "[]", "7", "null", R"("text")", R"({"a":1}})",
                           R"({"a":01})", R"({"choices":[{"delta":{"content":"a)",
                           R"({"other":[1,2,})", R"({"choices":[{"delta":{"content":"\x"}}]})"}) {
    EXPECT_EQ(failure_kind(json), FailureKind::Malformed) << json;
  }
}

TEST(ChatChunk, IsMalformedWhereItsTextIsNone) {
  EXPECT_EQ(failure_kind(R"({"choices":[{"delta":{"content":7}}]})"), FailureKind::Malformed);
  EXPECT_EQ(failure_kind(R"({"choices":[{"delta":{"content":["a"]}}]})"), FailureKind::Malformed);
  EXPECT_EQ(failure_kind(R"({"choices":[{"finish_reason":7}]})"), FailureKind::Malformed);
}

TEST(ChatChunk, IsInvalidTextWhereItIsNotUtf8) {
  EXPECT_EQ(failure_kind("{\"choices\":[{\"delta\":{\"content\":\"a\xFFz\"}}]}"),
            FailureKind::InvalidText);
  EXPECT_EQ(failure_kind("{\"choices\":[{\"delta\":{\"content\":\"\xC3\"}}]}"),
            FailureKind::InvalidText);
}

TEST(ChatChunk, SurvivesDeepNesting) {
  EXPECT_EQ(failure_kind(std::string(100'000, '[')), FailureKind::Malformed);
}

TEST(ChatChunk, ParsesOneAfterAnother) {
  ChatChunkParser parser;
  EXPECT_EQ(parser.parse(R"({"choices":[{"delta":{"content":"a"}}]})")->content, "a");
  EXPECT_FALSE(parser.parse("{"));
  const auto last = parser.parse(R"({"choices":[{"delta":{"content":"b"}}]})");
  EXPECT_EQ(last->content, "b");
  EXPECT_FALSE(last->error);
}

}  // namespace
}  // namespace sightmark
