#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <fstream>
#include <optional>
#include <thread>

#include "base/file.h"
#include "engine/engine_kind.h"
#include "sample/process_state.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

// A Python adapter, in a folder apart, that greets well and then runs a script in answer to
// each question, where `say` says a message and `id` is the question's.
class Command : public testing::Test {
 protected:
  std::string adapter(const std::string& script, const std::string& greeting = kGreeting) {
    std::ofstream(folder / "adapter.py")
        << "import json, os, signal, sys, time\n"
           "def raw(text): sys.stdout.buffer.write(text); sys.stdout.buffer.flush()\n"
           "def say(type, **fields): raw(json.dumps({'type': type, **fields}).encode() + b'\\n')\n"
        << greeting
        << "for line in sys.stdin:\n"
           "  message = json.loads(line)\n"
           "  if message['type'] == 'quit': break\n"
           "  id = message['id']\n"
        << script << '\n';
    return "python3 " + (folder / "adapter.py").string();
  }

  Expected<EngineDescription> load(const std::string& command,
                                   std::chrono::milliseconds timeout = minutes(2)) {
    engine = make_command({.model = "some/model",
                           .command = command,
                           .log = folder / "engine.log",
                           .load_timeout = timeout})
                 .value();
    return engine->load([](std::string_view) {}, {});
  }

  Generation ask(milliseconds timeout = minutes(2), std::stop_token stop = {}) {
    std::ofstream(folder / "image.png") << "seven b";
    const std::string path = folder / "image.png";
    return engine->generate({.prompt = "What is it?",
                             .image_path = path,
                             .max_new_tokens = 20,
                             .seed = 1,
                             .timeout = timeout},
                            std::move(stop));
  }

  // How a question fails that an adapter answers by this script.
  std::optional<Failure> failure_of(const std::string& script) {
    const auto loaded = load(adapter(script));
    EXPECT_TRUE(loaded) << loaded.error().message;
    return ask().failure;
  }

  pid_t process() const {
    const auto ids = engine->processes();
    return ids.size() == 1 ? ids.front() : -1;
  }

  static constexpr const char* kGreeting =
      "sys.stdin.readline(); say('hello', protocol=1, name='test')\n"
      "sys.stdin.readline(); say('loaded')\n";
  static constexpr const char* kGoodAnswer =
      "  say('token', id=id, text='fine'); say('done', id=id)";

  TemporaryFolder folder;
  std::unique_ptr<Engine> engine;
};

TEST_F(Command, OfTheExampleAnswers) {
  const auto loaded = load("python3 " SIGHTMARK_SOURCE_DIR "/examples/adapter.py");
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->name, "command");
  EXPECT_EQ(loaded->version, "1.0");
  EXPECT_EQ(loaded->model_id, "some/model");
  EXPECT_EQ(loaded->dtype, "none");
  EXPECT_EQ(loaded->facts.front().name, "python_version");

  const Generation answer = ask();
  EXPECT_FALSE(answer.failure);
  EXPECT_EQ(answer.text, "The file of this image has 7 bytes .");
  EXPECT_EQ(answer.finish_reason, "stop");
  EXPECT_EQ(answer.tokens.generated, 9);
  EXPECT_EQ(answer.tokens.prompt, 3);
  EXPECT_FALSE(answer.tokens.image);
  EXPECT_EQ(answer.tokens.counter, TokenCounter::Engine);
  ASSERT_TRUE(answer.first_token);
  EXPECT_LE(answer.sent, *answer.first_token);
  EXPECT_LE(*answer.first_token, answer.end);
  ASSERT_FALSE(answer.arrivals.empty());
  EXPECT_EQ(answer.arrivals.back().token_count, 9);
  EXPECT_FALSE(ask().failure);

  const pid_t id = process();
  EXPECT_TRUE(is_running(id));
  engine.reset();
  EXPECT_FALSE(is_running(id));
}

TEST_F(Command, OfTheExampleRejectsAnImageThatIsNotThere) {
  ASSERT_TRUE(load("python3 " SIGHTMARK_SOURCE_DIR "/examples/adapter.py"));
  const auto answer = engine->generate(
      {.prompt = "", .image_path = "/no/such", .max_new_tokens = 1, .timeout = minutes(2)}, {});
  ASSERT_TRUE(answer.failure);
  EXPECT_EQ(answer.failure->kind, FailureKind::Rejected);
  EXPECT_NE(answer.failure->message.find("FileNotFoundError"), std::string::npos);
  EXPECT_FALSE(ask().failure);
}

TEST_F(Command, CountsArrivalsWithoutACount) {
  ASSERT_TRUE(
      load(adapter("  say('token', id=id, text='one'); time.sleep(0.02)\n"
                   "  say('token', id=id, text=' two'); say('done', id=id)")));
  const Generation answer = ask();
  EXPECT_EQ(answer.text, "one two");
  EXPECT_EQ(answer.tokens.counter, TokenCounter::Arrivals);
  EXPECT_FALSE(answer.tokens.generated);
  EXPECT_EQ(answer.arrivals.back().token_count, 2);
}

TEST_F(Command, ReadsAnAnswerThatComesByteByByte) {
  ASSERT_TRUE(
      load(adapter("  text = json.dumps({'type': 'token', 'id': id, 'text': 'slow'})\n"
                   "  for byte in text: raw(byte.encode()); time.sleep(0.001)\n"
                   "  raw(b'\\n'); say('done', id=id, image_tokens=5, prompt_tokens=8)")));
  const Generation answer = ask();
  EXPECT_EQ(answer.text, "slow");
  EXPECT_EQ(answer.tokens.image, 5);
  EXPECT_EQ(answer.tokens.prompt_text, 3);
}

TEST_F(Command, FailsWithTheRightKind) {
  EXPECT_EQ(failure_of("  raw(b'loading 5%\\n')")->kind, FailureKind::Malformed);
  EXPECT_EQ(failure_of("  raw(b'{\"type\": \"token\", \"text\": \"\\xff\"}\\n')")->kind,
            FailureKind::InvalidText);
  EXPECT_EQ(failure_of("  say('done', id=id + 1)")->message,
            "an answer to question 2, where 1 was asked; the adapter is stopped, and started anew "
            "for the next question");
  EXPECT_EQ(failure_of("  say('hello', protocol=1, name='again')")->kind, FailureKind::Malformed);
  EXPECT_EQ(failure_of("  say('done', id=id)")->kind, FailureKind::Empty);
  EXPECT_EQ(failure_of("  say('error', id=id, message='no\\nimage')")->message, "no\uFFFDimage");
  EXPECT_EQ(failure_of("  os.close(1); time.sleep(1000)")->kind, FailureKind::CutStream);
}

TEST_F(Command, RefusesLinesWithoutEnd) {
  const auto failure = failure_of("  while True: raw(b'x' * 1000000)");
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind, FailureKind::Malformed);
  EXPECT_EQ(failure->message.substr(0, 28), "a line is longer than 16 MB;");
}

TEST_F(Command, RefusesAnswersWithoutEnd) {
  const auto failure = failure_of("  while True: say('token', id=id, text='x' * 1000000)");
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind, FailureKind::Malformed);
}

TEST_F(Command, SaysHowItDied) {
  EXPECT_EQ(failure_of("  sys.exit(3)")->message, "the adapter ended: exit code 3");
  EXPECT_EQ(engine->death(), "the adapter ended: exit code 3");
  EXPECT_EQ(ask().failure->kind, FailureKind::Died);  // and is not started again
  EXPECT_EQ(failure_of("  say('token', id=id, text='a'); os.kill(os.getpid(), 9)")->message,
            "the adapter ended: signal 9 (Killed)");
}

TEST_F(Command, SaysThatItDiedBetweenQuestions) {
  ASSERT_TRUE(load(adapter(kGoodAnswer)));
  EXPECT_FALSE(ask().failure);
  EXPECT_FALSE(engine->death());
  ::kill(process(), SIGKILL);
  EXPECT_TRUE(eventually([&] { return engine->death().has_value(); }));
  EXPECT_EQ(ask().failure->kind, FailureKind::Died);
}

TEST_F(Command, IsStartedAnewAfterATimeout) {
  ASSERT_TRUE(
      load(adapter("  marker = os.path.dirname(__file__) + '/asked'\n"
                   "  if not os.path.exists(marker): open(marker, 'w'); time.sleep(1000)\n"
                   "  say('token', id=id, text='fine'); say('done', id=id)")));
  const pid_t first = process();
  const Generation late = ask(std::chrono::seconds(3));
  ASSERT_TRUE(late.failure);
  EXPECT_EQ(late.failure->kind, FailureKind::Timeout);
  EXPECT_FALSE(is_running(first));
  EXPECT_FALSE(engine->death());
  const Generation next = ask();
  EXPECT_EQ(next.text, "fine");
  EXPECT_NE(process(), first);
}

TEST_F(Command, CanBeCancelled) {
  ASSERT_TRUE(load(adapter("  time.sleep(1000)")));
  std::stop_source stop;
  std::jthread canceller([&] { stop.request_stop(); });
  EXPECT_EQ(ask(minutes(2), stop.get_token()).failure->kind, FailureKind::Cancelled);
  EXPECT_TRUE(engine->processes().empty());
}

TEST_F(Command, AnswersOneOfManyThreadsAfterTheOther) {
  ASSERT_TRUE(load(adapter(kGoodAnswer)));
  std::array<std::string, 8> texts;
  std::vector<std::jthread> threads;
  for (auto& text : texts) threads.emplace_back([&] { text = ask().text; });
  threads.clear();
  for (const auto& text : texts) EXPECT_EQ(text, "fine");
}

TEST_F(Command, SaysWhyItDoesNotLoad) {
  const auto missing = load("no-such-program --model x");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("exit code 127"), std::string::npos);
  EXPECT_NE(missing.error().message.find("not found"), std::string::npos);

  const auto crashed = load(adapter("", "raise ValueError('no weights')\n"));
  ASSERT_FALSE(crashed);
  EXPECT_NE(crashed.error().message.find("exit code 1"), std::string::npos);
  EXPECT_NE(crashed.error().message.find("ValueError: no weights"), std::string::npos);
  EXPECT_NE(crashed.error().message.find("engine.log"), std::string::npos);

  const auto refused = load(adapter("", "say('error', message='no GPU'); time.sleep(1000)\n"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "the adapter says: no GPU");

  const auto early = load(adapter("", "say('loaded'); time.sleep(1000)\n"));
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().message, "another message in the place of \"hello\"");

  const auto silent = load(adapter("", "time.sleep(1000)\n"), milliseconds(1000));
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.error().message, "the adapter was not ready after 1 s");
  EXPECT_TRUE(engine->processes().empty());
}

TEST_F(Command, KeepsWhatTheAdapterPrintsToItsErrorStream) {
  ASSERT_TRUE(load(adapter("  print('aside', file=sys.stderr); say('done', id=id)")));
  ask();
  engine.reset();
  EXPECT_EQ(read_file(folder / "engine.log", 1000).value_or(""), "aside\n");
}

TEST_F(Command, StopsAnAdapterThatDoesNotReadAnyMore) {
  ASSERT_TRUE(
      load(adapter("  os.close(0); signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
                   "  say('token', id=id, text='a'); say('done', id=id)\n"
                   "  time.sleep(1000)")));
  EXPECT_FALSE(ask().failure);
  const pid_t id = process();
  engine.reset();  // "quit" finds no reader, SIGTERM no ear
  EXPECT_FALSE(is_running(id));
}

}  // namespace
}  // namespace sightmark
