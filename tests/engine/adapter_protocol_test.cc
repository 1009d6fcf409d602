#include "engine/adapter_protocol.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

template <typename Message>
Message parsed(std::string_view line) {
  const auto message = parse_adapter_message(line);
  if (!message || !std::holds_alternative<Message>(*message)) {
    ADD_FAILURE() << "not parsed: " << line;
    return {};
  }
  return std::get<Message>(*message);
}

Failure failure_of(std::string_view line) {
  const auto message = parse_adapter_message(line);
  return message ? Failure{FailureKind::Cancelled, "it was parsed"} : message.error();
}

TEST(AdapterMessage, OfHelloHasNameAndVersion) {
  const auto hello = parsed<AdapterHello>(
      R"({"type":"hello","protocol":1,"name":"mine","version":"2","more":[]})");
  EXPECT_EQ(hello.name, "mine");
  EXPECT_EQ(hello.version, "2");
  EXPECT_EQ(parsed<AdapterHello>(R"({"type":"hello","protocol":1,"name":"mine"})").version, "");
}

TEST(AdapterMessage, OfAnotherProtocolIsRefused) {
  const Failure failure = failure_of(R"({"type":"hello","protocol":2,"name":"mine"})");
  EXPECT_EQ(failure.kind, FailureKind::Malformed);
  EXPECT_EQ(failure.message, "the adapter speaks version 2 of the protocol, sightmark 1");
}

TEST(AdapterMessage, OfLoadedHasFactsOfEveryKind) {
  const auto loaded = parsed<AdapterLoaded>(
      R"({"type":"loaded","model_id":"a/b","dtype":null,"facts":{"text":"x","whole":3,)"
      R"("real":0.5,"yes":true,"list":["a","b"],"unknown":null}})");
  EXPECT_EQ(loaded.model_id, "a/b");
  EXPECT_EQ(loaded.dtype, "");
  const Facts facts = {{"text", std::string("x")},
                       {"whole", std::int64_t{3}},
                       {"real", 0.5},
                       {"yes", true},
                       {"list", std::vector<std::string>{"a", "b"}}};
  EXPECT_EQ(loaded.facts, facts);
}

TEST(AdapterMessage, OfLoadedMayBeBare) {
  const auto loaded = parsed<AdapterLoaded>(R"({"type":"loaded"})");
  EXPECT_TRUE(loaded.model_id.empty() && loaded.dtype.empty() && loaded.facts.empty());
}

TEST(AdapterMessage, OfTokenMayHaveACount) {
  const auto token = parsed<AdapterToken>(R"({"type":"token","id":7,"text":"a\nb","count":3})");
  EXPECT_EQ(token.id, 7);
  EXPECT_EQ(token.text, "a\nb");
  EXPECT_EQ(token.count, 3);
  EXPECT_FALSE(parsed<AdapterToken>(R"({"type":"token","id":7,"text":""})").count);
}

TEST(AdapterMessage, OfDoneHasTheCountsThatWereReported) {
  const auto done = parsed<AdapterDone>(
      R"({"type":"done","id":1,"finish_reason":"stop","prompt_tokens":9,"image_tokens":null})");
  EXPECT_EQ(done.finish_reason, "stop");
  EXPECT_EQ(done.prompt_tokens, 9);
  EXPECT_FALSE(done.image_tokens || done.generated_tokens || done.cached_tokens);
}

TEST(AdapterMessage, OfErrorMayBeAboutNoQuestion) {
  EXPECT_EQ(parsed<AdapterError>(R"({"type":"error","id":2,"message":"bad"})").id, 2);
  EXPECT_FALSE(parsed<AdapterError>(R"({"type":"error","message":"bad"})").id);
}

TEST(AdapterMessage, SaysWhichFieldIsWrong) {
  EXPECT_EQ(failure_of(R"({"type":"token","id":1})").message,
            R"(field "text" of a message is missing or wrong: "{"type":"token","id":1}")");
  for (const std::string_view line :
       {R"({"id":1})", R"({"type":"done"})", R"({"type":"done","id":-1})",
        R"({"type":"done","id":1,"prompt_tokens":"9"})", R"({"type":"done","id":99999999999})",
        R"({"type":"loaded","facts":[]})", R"({"type":"loaded","facts":{"a":{}}})",
        R"({"type":"loaded","facts":{"a":[1]}})", R"({"type":"error","id":1})",
        R"({"type":"loaded","facts":{"a":18446744073709551615}})",
        R"({"type":"token","id":1,"text":5})", R"({"type":"hello","name":"x"})"}) {
    EXPECT_EQ(failure_of(line).kind, FailureKind::Malformed) << line;
  }
}

TEST(AdapterMessage, OfAnotherFormIsRefused) {
  for (const std::string_view line :
       {"", "[]", "loading...", "{\"type\":", "5", R"({"type":"poem"})",
        R"({"type":"token","id":1,"text":"\ud800"})"}) {
    EXPECT_EQ(failure_of(line).kind, FailureKind::Malformed) << line;
  }
}

TEST(AdapterMessage, ThatIsNoUtf8IsInvalidText) {
  EXPECT_EQ(failure_of("{\"type\":\"token\",\"id\":1,\"text\":\"\xff\"}").kind,
            FailureKind::InvalidText);
}

TEST(AdapterMessage, OfOursIsOneLine) {
  EXPECT_EQ(adapter_hello(), "{\"type\":\"hello\",\"protocol\":1}\n");
  EXPECT_EQ(adapter_load(""), "{\"type\":\"load\"}\n");
  EXPECT_EQ(adapter_load("a"), "{\"type\":\"load\",\"model\":\"a\"}\n");
  EXPECT_EQ(adapter_quit(), "{\"type\":\"quit\"}\n");
  const Question question{.prompt = "What\nis \"it\"?",
                          .image_path = "/é.png",
                          .max_new_tokens = 8,
                          .seed = 4,
                          .timeout = std::chrono::seconds(1)};
  EXPECT_EQ(adapter_generate(3, question),
            "{\"type\":\"generate\",\"id\":3,\"prompt\":\"What\\nis \\\"it\\\"?\",\"image_path\":"
            "\"/é.png\",\"max_new_tokens\":8,\"seed\":4,\"temperature\":0}\n");
}

}  // namespace
}  // namespace sightmark
