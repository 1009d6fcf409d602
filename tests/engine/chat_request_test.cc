#include "engine/chat_request.h"

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

}  // namespace
}  // namespace sightmark
