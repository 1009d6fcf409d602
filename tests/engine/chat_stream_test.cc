#include "engine/chat_stream.h"

#include <gtest/gtest.h>

#include "fakes/chat_event.h"

namespace sightmark {
namespace {

using std::chrono::milliseconds;

const Instant kSent = Instant() + std::chrono::hours(1);

// The answer to blocks of which the i-th arrived i + 1 ms after the request was sent.
Generation answer_to(const std::vector<std::string>& blocks,
                     std::optional<Failure> broken = std::nullopt) {
  ChatStream stream(kSent);
  Instant arrived = kSent;
  for (const std::string& block : blocks) stream.take(block, arrived += milliseconds(1));
  return stream.finish(arrived + milliseconds(1), std::move(broken));
}

FailureKind failure_kind(const Generation& generation) {
  EXPECT_TRUE(generation.failure);
  EXPECT_FALSE(generation.failure->message.empty());
  return generation.failure->kind;
}

std::vector<std::pair<int, int>> arrivals(const Generation& generation) {
  std::vector<std::pair<int, int>> pairs;  // ms, tokens
  for (const TokenArrival& arrival : generation.arrivals) {
    pairs.emplace_back(arrival.since_sent / milliseconds(1), arrival.token_count);
  }
  return pairs;
}
using Arrivals = std::vector<std::pair<int, int>>;

// A chunk with text and llama-server's running count.
std::string counted_event(const std::string& text, int predicted_n) {
  return R"(data: {"choices":[{"delta":{"content":")" + text +
         R"("}}],"timings":{"prompt_n":9,"prompt_ms":4.5,"predicted_n":)" +
         std::to_string(predicted_n) + R"(,"predicted_ms":2.5}})" + "\n\n";
}

TEST(ChatStream, MakesOneAnswerOfItsChunks) {
  const Generation generation =
      answer_to({chat_event(""), chat_event("A red"), chat_event(" kite."), finish_event("stop"),
                 usage_event(20, 5), kDoneEvent});
  EXPECT_FALSE(generation.failure);
  EXPECT_EQ(generation.text, "A red kite.");
  EXPECT_EQ(generation.finish_reason, "stop");
  EXPECT_EQ(generation.tokens.prompt, 20);
  EXPECT_EQ(generation.tokens.generated, 5);
  EXPECT_EQ(generation.tokens.counter, TokenCounter::Engine);
  EXPECT_EQ(generation.sent, kSent);
  EXPECT_EQ(generation.first_token, kSent + milliseconds(2));  // the empty delta is no token
  EXPECT_EQ(generation.end, kSent + milliseconds(6));          // with the mark of the end
  EXPECT_EQ(arrivals(generation), (Arrivals{{2, 1}, {3, 2}}));
}

TEST(ChatStream, CountsArrivalsIfTheServerReportsNoTokens) {
  const Generation generation =
      answer_to({chat_event("a"), chat_event("b"), finish_event("length"), kDoneEvent});
  EXPECT_FALSE(generation.failure || generation.tokens.generated || generation.tokens.prompt);
  EXPECT_EQ(generation.tokens.counter, TokenCounter::Arrivals);
  EXPECT_EQ(arrivals(generation), (Arrivals{{1, 1}, {2, 2}}));
}

TEST(ChatStream, TakesUsageOfZeroForNone) {
  const Generation generation =
      answer_to({chat_event("a"), finish_event("stop"), usage_event(0, 0), kDoneEvent});
  EXPECT_FALSE(generation.tokens.generated || generation.tokens.prompt);
  EXPECT_EQ(generation.tokens.counter, TokenCounter::Arrivals);
}

TEST(ChatStream, FollowsTheEnginesRunningCount) {
  const Generation generation =
      answer_to({counted_event("a", 2), counted_event("b", 3), counted_event("c", 7), kDoneEvent});
  EXPECT_EQ(arrivals(generation), (Arrivals{{1, 2}, {2, 3}, {3, 7}}));
  EXPECT_EQ(generation.tokens.prompt, 9);
  EXPECT_EQ(generation.tokens.generated, 7);
  EXPECT_EQ(generation.engine_prompt_ms, 4.5);
  EXPECT_EQ(generation.engine_decode_ms, 2.5);
}

TEST(ChatStream, NeverCountsBackwards) {
  const Generation generation =
      answer_to({counted_event("a", 5), counted_event("b", 3), chat_event("c"), kDoneEvent});
  EXPECT_EQ(arrivals(generation), (Arrivals{{1, 5}, {2, 5}, {3, 6}}));
}

TEST(ChatStream, CountsPromptTokensFromTheCacheToo) {
  const Generation generation = answer_to(
      {chat_event("a"), "data: {\"timings\":{\"cache_n\":4,\"prompt_n\":6,\"predicted_n\":1}}\n\n",
       kDoneEvent});
  EXPECT_EQ(generation.tokens.prompt, 10);
  EXPECT_EQ(generation.tokens.cached, 4);
}

// The counts of an answer with this usage of tokens.
TokenCounts counts_of(const std::string& usage_json) {
  return answer_to({chat_event("a"), "data: {\"usage\":" + usage_json + "}\n\n", kDoneEvent})
      .tokens;
}

TEST(ChatStream, SeparatesTextAndImageTokensIfTheEngineDoes) {
  const TokenCounts both = counts_of(
      R"({"prompt_tokens":544,"prompt_tokens_details":{"text_tokens":24,"image_tokens":520}})");
  EXPECT_EQ(both.prompt_text, 24);
  EXPECT_EQ(both.image, 520);
  const TokenCounts image =
      counts_of(R"({"prompt_tokens":544,"prompt_tokens_details":{"image_tokens":500}})");
  EXPECT_EQ(image.prompt_text, 44);
  const TokenCounts none =
      counts_of(R"({"prompt_tokens":544,"prompt_tokens_details":{"image_tokens":0}})");
  EXPECT_FALSE(none.prompt_text || none.image);
  const TokenCounts nonsense =
      counts_of(R"({"prompt_tokens":5,"prompt_tokens_details":{"image_tokens":500}})");
  EXPECT_FALSE(nonsense.prompt_text);
}

TEST(ChatStream, TakesTextsOfOneBlockForOneArrival) {
  const Generation generation =
      answer_to({chat_event("a") + chat_event("b") + chat_event("c"), chat_event("d"), kDoneEvent});
  EXPECT_EQ(generation.text, "abcd");
  EXPECT_EQ(arrivals(generation), (Arrivals{{1, 3}, {2, 4}}));
}

TEST(ChatStream, IsTheSameWhereverItIsCut) {
  const std::string whole = chat_event("gr\xC3\xBC\xC3\x9F") + ": ping\r\n\r\n" +
                            chat_event("\\ud83e\\ude81") + finish_event("stop") +
                            usage_event(7, 2) + kDoneEvent;
  for (std::size_t cut = 1; cut < whole.size(); ++cut) {
    const Generation generation = answer_to({whole.substr(0, cut), whole.substr(cut)});
    ASSERT_FALSE(generation.failure) << cut;
    EXPECT_EQ(generation.text, "gr\xC3\xBC\xC3\x9F\xF0\x9F\xAA\x81") << cut;
    EXPECT_EQ(generation.tokens.generated, 2) << cut;
  }
}

TEST(ChatStream, TakesReasoningForTheFirstTokenButNotForTheAnswer) {
  const Generation generation =
      answer_to({"data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}\n\n",
                 chat_event("A kite."), finish_event("stop"), kDoneEvent});
  EXPECT_EQ(generation.text, "A kite.");
  EXPECT_EQ(generation.first_token, kSent + milliseconds(1));
  EXPECT_EQ(arrivals(generation), (Arrivals{{1, 1}, {2, 2}}));
}

TEST(ChatStream, IsCompleteWithAFinishReasonAlone) {
  const Generation generation = answer_to({chat_event("a"), finish_event("stop")});
  EXPECT_FALSE(generation.failure);
  EXPECT_EQ(generation.end, kSent + milliseconds(3));
}

TEST(ChatStream, IsCompleteWithItsMarkAlone) {
  const Generation generation = answer_to({chat_event("a"), kDoneEvent});
  EXPECT_FALSE(generation.failure);
  EXPECT_EQ(generation.finish_reason, "");
}

TEST(ChatStream, IsCutWithoutEither) {
  const Generation generation = answer_to({chat_event("a")});
  EXPECT_EQ(failure_kind(generation), FailureKind::CutStream);
  EXPECT_EQ(generation.text, "a");  // what came is kept
  EXPECT_EQ(failure_kind(answer_to({})), FailureKind::CutStream);
}

TEST(ChatStream, IsCutWhereTheConnectionBrokeBeforeItsMark) {
  const Failure broken{FailureKind::CutStream, "reset"};
  EXPECT_EQ(failure_kind(answer_to({chat_event("a"), finish_event("stop")}, broken)),
            FailureKind::CutStream);
  EXPECT_FALSE(answer_to({chat_event("a"), kDoneEvent}, broken).failure);
}

TEST(ChatStream, IsEmptyWithoutText) {
  EXPECT_EQ(failure_kind(answer_to({finish_event("stop"), usage_event(7, 1), kDoneEvent})),
            FailureKind::Empty);
  EXPECT_EQ(failure_kind(answer_to({kDoneEvent})), FailureKind::Empty);
  const Generation thinker =
      answer_to({"data: {\"choices\":[{\"delta\":{\"reasoning\":\"hm\"}}]}\n\n",
                 finish_event("length"), kDoneEvent});
  EXPECT_EQ(failure_kind(thinker), FailureKind::Empty);
  EXPECT_NE(thinker.failure->message.find("reasoned"), std::string::npos);
}

TEST(ChatStream, FailsAtOnceWhereAChunkIsWrong) {
  ChatStream stream(kSent);
  stream.take(chat_event("a"), kSent + milliseconds(1));
  EXPECT_FALSE(stream.is_over());
  stream.take("data: {\n\n", kSent + milliseconds(2));
  EXPECT_TRUE(stream.is_over());
  stream.take(chat_event("b") + kDoneEvent, kSent + milliseconds(3));
  const Generation generation = stream.finish(kSent + milliseconds(4), std::nullopt);
  EXPECT_EQ(failure_kind(generation), FailureKind::Malformed);
  EXPECT_EQ(generation.text, "a");
}

TEST(ChatStream, IsInvalidTextWhereAChunkIsNotUtf8) {
  EXPECT_EQ(failure_kind(answer_to({chat_event("a\xC3"), kDoneEvent})), FailureKind::InvalidText);
}

TEST(ChatStream, IsRejectedWhereTheServerSendsAnErrorInIt) {
  const Generation generation = answer_to(
      {chat_event("a"), "data: {\"error\":{\"message\":\"out of\\u001b[31m memory\"}}\n\n"});
  EXPECT_EQ(failure_kind(generation), FailureKind::Rejected);
  EXPECT_EQ(generation.failure->message, "the server says: out of\xEF\xBF\xBD[31m memory");
}

TEST(ChatStream, IsMalformedWhereItsTextHasNoBounds) {
  const std::string event = chat_event(std::string(1 << 20, 'a'));
  ChatStream stream(kSent);
  int block_count = 0;
  while (!stream.is_over() && ++block_count < 100) stream.take(event, kSent);
  EXPECT_EQ(block_count, 17);
  EXPECT_EQ(failure_kind(stream.finish(kSent, std::nullopt)), FailureKind::Malformed);
}

TEST(ChatStream, TakesAnEventOfAMegabyte) {
  const std::string text(1 << 20, 'x');
  EXPECT_EQ(answer_to({chat_event(text), kDoneEvent}).text, text);
}

TEST(WholeChatAnswer, HasNoTimesOfItsTokens) {
  const Generation generation =
      whole_chat_answer(R"({"choices":[{"message":{"content":"A kite."},"finish_reason":"stop"}],)"
                        R"("usage":{"prompt_tokens":9,"completion_tokens":3}})",
                        kSent, kSent + milliseconds(5));
  EXPECT_FALSE(generation.failure || generation.first_token);
  EXPECT_TRUE(generation.arrivals.empty());
  EXPECT_EQ(generation.text, "A kite.");
  EXPECT_EQ(generation.finish_reason, "stop");
  EXPECT_EQ(generation.tokens.generated, 3);
  EXPECT_EQ(generation.tokens.counter, TokenCounter::Engine);
  EXPECT_EQ(generation.end, kSent + milliseconds(5));
}

TEST(WholeChatAnswer, FailsAsAStreamDoes) {
  EXPECT_EQ(failure_kind(whole_chat_answer("{", kSent, kSent)), FailureKind::Malformed);
  EXPECT_EQ(failure_kind(whole_chat_answer("{}", kSent, kSent)), FailureKind::Empty);
  EXPECT_EQ(failure_kind(whole_chat_answer(R"({"error":"no"})", kSent, kSent)),
            FailureKind::Rejected);
}

}  // namespace
}  // namespace sightmark
