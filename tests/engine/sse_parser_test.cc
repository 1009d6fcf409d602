#include "engine/chat_stream.h"

#include <gtest/gtest.h>

#include <vector>

namespace sightmark {
namespace {

using Events = std::vector<std::string>;  // the data of each

// The events of text that arrives in blocks of `block_size` bytes. Each block is a separate
// string, so that a sanitizer sees a view of one that is gone.
Events events_in_blocks(const std::string& text, std::size_t block_size) {
  SseParser parser;
  Events events;
  for (std::size_t begin = 0; begin < text.size(); begin += block_size) {
    const std::string block = text.substr(begin, block_size);
    parser.feed(block);
    while (const auto data = parser.next()) events.emplace_back(*data);
  }
  return events;
}

// The same whole, after seeing that it makes no difference where the text is cut.
Events events_of(const std::string& text) {
  Events whole = events_in_blocks(text, text.size() + 1);
  for (std::size_t size = 1; size <= text.size(); ++size) {
    EXPECT_EQ(events_in_blocks(text, size), whole) << "in blocks of " << size;
  }
  return whole;
}

TEST(SseParser, OfNothingHasNoEvents) { EXPECT_EQ(events_of(""), Events{}); }

TEST(SseParser, TakesOneEventAfterAnother) {
  EXPECT_EQ(events_of("data: {\"a\":1}\n\ndata: [DONE]\n\n"), (Events{"{\"a\":1}", "[DONE]"}));
}

TEST(SseParser, EndsLinesAtNewlineReturnOrBoth) {
  EXPECT_EQ(events_of("data: a\r\n\r\ndata: b\r\rdata: c\n\ndata: d\r\n\ndata: e\n\r\n"),
            (Events{"a", "b", "c", "d", "e"}));
}

TEST(SseParser, JoinsTheLinesOfAnEvent) {
  EXPECT_EQ(events_of("data: one\ndata: two\n\ndata\ndata\n\ndata: x\ndata:\ndata: y\n\n"),
            (Events{"one\ntwo", "\n", "x\n\ny"}));
}

TEST(SseParser, TakesOneSpaceAfterTheColon) {
  EXPECT_EQ(events_of("data:a\n\ndata: a\n\ndata:  a\n\ndata: a: b\n\n"),
            (Events{"a", "a", " a", "a: b"}));
}

TEST(SseParser, DistinguishesAnEmptyLineOfDataFromNone) {
  EXPECT_EQ(events_of("data:\n\ndata\n\n\n\n: nothing\n\nevent: lonely\n\ndata: x\n\n"),
            (Events{"", "", "x"}));
}

TEST(SseParser, IgnoresTheTypesOfEvents) {
  EXPECT_EQ(events_of("event: error\ndata: x\n\ndata: y\n\ndata: z\nevent: a\nevent: b\n\n"),
            (Events{"x", "y", "z"}));
}

TEST(SseParser, PassesOverCommentsAndOtherFields) {
  EXPECT_EQ(events_of(": ping\n\nid: 1\nretry: 5\nDATA: no\n data: no\ndata: yes\n\n"),
            (Events{"yes"}));
}

TEST(SseParser, PassesOverAMarkOfByteOrderAtTheStartOnly) {
  EXPECT_EQ(events_of("\xEF\xBB\xBF"
                      "data: a\n\n\xEF\xBB\xBF"
                      "data: b\n\n"),
            (Events{"a"}));
}

TEST(SseParser, HoldsBackAnEventThatNoBlankLineEnds) {
  EXPECT_EQ(events_of("data: a\n\ndata: b\n"), (Events{"a"}));
  EXPECT_EQ(events_of("data: a"), Events{});
}

TEST(SseParser, LeavesZerosAndInvalidTextAsTheyAre) {
  const std::string bytes("a\0b\xFF", 4);
  EXPECT_EQ(events_of("data: " + bytes + "\n\n"), Events{bytes});
}

TEST(SseParser, StopsAtALineThatIsTooLong) {
  SseParser parser(10);
  const std::string text = "data: 1234\n\ndata: 12345\n\ndata: x\n\n";
  parser.feed(text);
  EXPECT_EQ(parser.next(), "1234");
  EXPECT_FALSE(parser.next());
  EXPECT_TRUE(parser.is_too_long());
  parser.feed(text);
  EXPECT_FALSE(parser.next());
}

TEST(SseParser, StopsAtALineWithoutEndBeforeItFillsMemory) {
  SseParser parser(1000);
  const std::string block(100, 'x');
  for (int i = 0; i < 10; ++i) {
    parser.feed(block);
    EXPECT_FALSE(parser.next());
    EXPECT_FALSE(parser.is_too_long());
  }
  parser.feed(block);
  EXPECT_FALSE(parser.next());
  EXPECT_TRUE(parser.is_too_long());
}

TEST(SseParser, StopsAtAnEventOfTooManyLines) {
  SseParser parser(20);
  parser.feed("data: 123456789\ndata: 123456789\ndata: 1\n\n");
  EXPECT_FALSE(parser.next());
  EXPECT_TRUE(parser.is_too_long());
}

}  // namespace
}  // namespace sightmark
