#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <fstream>
#include <regex>
#include <thread>

#include "base/file.h"
#include "engine/engine_kind.h"
#include "engine/http_client.h"
#include "engine/llama_server_info.h"
#include "sample/process_state.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::minutes;

const fs::path kData = SIGHTMARK_SOURCE_DIR "/tests/data";

std::string bytes_of(const fs::path& path) { return read_file(path, 1 << 20).value_or(""); }

// Of /proc: files that say they are empty.
std::string process_text(pid_t id, const std::string& name) {
  std::ifstream file("/proc/" + std::to_string(id) + "/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> command_line(pid_t id) {
  std::istringstream text(process_text(id, "cmdline"));
  std::vector<std::string> words;
  for (std::string word; std::getline(text, word, '\0');) words.push_back(word);
  return words;
}

std::string value_after(const std::vector<std::string>& words, const std::string& option) {
  const auto at = std::find(words.begin(), words.end(), option);
  return at == words.end() || at + 1 == words.end() ? "" : *(at + 1);
}

const Fact* fact(const EngineDescription& description, const std::string& name) {
  const auto at = std::find_if(description.facts.begin(), description.facts.end(),
                               [&](const Fact& f) { return f.name == name; });
  return at == description.facts.end() ? nullptr : &*at;
}

std::int64_t number(const EngineDescription& description, const std::string& name) {
  const Fact* const found = fact(description, name);
  const auto* value = found ? std::get_if<std::int64_t>(&found->value) : nullptr;
  return value ? *value : -1;
}

// The real server with the tiny model.
class LlamaServer : public testing::Test {
 protected:
  EngineOptions options() const {
    return {.model = kData / "tiny-vlm.gguf",
            .mmproj = kData / "tiny-vlm-mmproj.gguf",
            .thread_count = 1,
            .log = folder / "engine.log"};
  }

  void make(const EngineOptions& options) {
    auto made = make_llama_server(options);
    ASSERT_TRUE(made) << made.error().message << "; script/bootstrap --test fetches it";
    engine = *std::move(made);
  }

  Expected<EngineDescription> load(const EngineOptions& options) {
    make(options);
    if (!engine) return fail("not made");
    return engine->load([](std::string_view) {}, {});
  }

  std::string load_error(const EngineOptions& options) {
    const auto loaded = load(options);
    return loaded ? "it was loaded" : loaded.error().message;
  }

  Generation ask(milliseconds timeout = minutes(2), std::string_view prompt = "What is it?") {
    return engine->generate({.prompt = prompt,
                             .image_bytes = image,
                             .media_type = "image/png",
                             .max_new_tokens = 8,
                             .seed = 1,
                             .timeout = timeout},
                            {});
  }

  pid_t process() const {
    const auto ids = engine->processes();
    return ids.size() == 1 ? ids.front() : -1;
  }

  // A stand-in for the server, a shell script.
  fs::path script(const std::string& text) {
    fs::path path = folder / "server";
    std::ofstream(path) << "#!/bin/sh\n" << text << '\n';
    fs::permissions(path, fs::perms::owner_all);
    return path;
  }

  std::string image = bytes_of(kData / "circle.png");
  TemporaryFolder folder;
  std::unique_ptr<Engine> engine;
};

TEST_F(LlamaServer, AnswersAboutAnImage) {
  const auto loaded = load(options());
  ASSERT_TRUE(loaded) << loaded.error().message;
  const Generation answer = ask();
  ASSERT_FALSE(answer.failure) << answer.failure->message;
  EXPECT_FALSE(answer.text.empty());
  EXPECT_EQ(answer.finish_reason, "length");
  EXPECT_EQ(answer.tokens.generated, 8);
  EXPECT_EQ(answer.tokens.counter, TokenCounter::Engine);
  EXPECT_EQ(answer.tokens.cached, 0);
  EXPECT_EQ(answer.arrivals.back().token_count, 8);
  EXPECT_TRUE(answer.first_token && answer.engine_prompt_ms && answer.engine_decode_ms);
  EXPECT_EQ(ask().text, answer.text);

  const pid_t id = process();
  EXPECT_TRUE(is_running(id));
  EXPECT_FALSE(engine->death());
  engine.reset();
  EXPECT_FALSE(is_running(id));
}

TEST_F(LlamaServer, SeparatesTheTokensOfTextAndImage) {
  ASSERT_TRUE(load(options()));
  const Generation answer = ask();
  EXPECT_EQ(answer.tokens.image, 14);  // two views of 4, and 6 that mark them
  ASSERT_TRUE(answer.tokens.prompt && answer.tokens.prompt_text);
  EXPECT_EQ(*answer.tokens.prompt, *answer.tokens.prompt_text + 14);
  const Generation longer = ask(minutes(2), "What is it, and is it red?");
  EXPECT_EQ(longer.tokens.image, 14);
  EXPECT_GT(longer.tokens.prompt_text, answer.tokens.prompt_text);
}

TEST_F(LlamaServer, DescribesItself) {
  const auto loaded = load(options());
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->name, "llama-server");
  EXPECT_FALSE(loaded->version.empty());
  EXPECT_EQ(loaded->model_id, "tiny-vlm");
  EXPECT_EQ(loaded->dtype, "fp16");
  EXPECT_EQ(loaded->is_prompt_cache_off, true);
  EXPECT_EQ(number(*loaded, "model_parameter_count"), 137152);
  EXPECT_EQ(number(*loaded, "mmproj_parameter_count"), 133696);
  EXPECT_EQ(number(*loaded, "parameter_count"), 137152 + 133696);
  EXPECT_EQ(number(*loaded, "model_file_bytes"),
            static_cast<std::int64_t>(fs::file_size(kData / "tiny-vlm.gguf")));
  EXPECT_EQ(number(*loaded, "context_size"), 2048);
  EXPECT_EQ(number(*loaded, "slots"), 1);
  EXPECT_EQ(number(*loaded, "threads"), 1);
  ASSERT_TRUE(fact(*loaded, "model_file_sha256") && fact(*loaded, "chat_template_sha256"));
  EXPECT_EQ(std::get<std::string>(fact(*loaded, "model_file")->value), "tiny-vlm.gguf");
}

TEST_F(LlamaServer, AnswersManyAtOnceEachWithTheWholeContext) {
  EngineOptions two = options();
  two.slot_count = 2;
  two.context_size = 512;
  const auto loaded = load(two);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(number(*loaded, "slots"), 2);
  EXPECT_EQ(number(*loaded, "context_size"), 512);
  std::array<Generation, 6> answers;
  std::vector<std::jthread> threads;
  for (auto& answer : answers) threads.emplace_back([&] { answer = ask(); });
  threads.clear();
  for (const auto& answer : answers) EXPECT_EQ(answer.tokens.generated, 8);
}

TEST_F(LlamaServer, KeepsItsKeyToItself) {
  make(options());
  const TemporaryFolder temporary;
  ::setenv("TMPDIR", temporary.path().c_str(), 1);
  int look_count = 0;
  const auto look = [&](std::string_view) {
    ++look_count;
    EXPECT_TRUE(fs::is_empty(temporary.path()));
  };
  const auto loaded = engine->load(look, {});
  ::unsetenv("TMPDIR");
  ASSERT_TRUE(loaded);
  EXPECT_GT(look_count, 0);
  EXPECT_EQ(value_after(command_line(process()), "--api-key-file"), "/dev/stdin");
  const std::regex key("[0-9a-f]{64}");
  EXPECT_FALSE(std::regex_search(process_text(process(), "cmdline"), key));
  EXPECT_FALSE(std::regex_search(process_text(process(), "environ"), key));
  EXPECT_FALSE(std::regex_search(bytes_of(folder / "engine.log"), key));

  const std::string port = value_after(command_line(process()), "--port");
  HttpClient stranger(true);
  const auto exchange = stranger.exchange(
      {"http://127.0.0.1:" + port + "/props", {}, std::nullopt, minutes(1)},
      [](const HttpHead&, std::string_view, Instant, Instant) { return true; }, {});
  EXPECT_EQ(exchange.head.status, 401);
}

TEST_F(LlamaServer, SaysWhyAModelDoesNotLoad) {
  EngineOptions bad = options();
  bad.model = folder / "cut.gguf";
  std::ofstream(bad.model) << bytes_of(options().model).substr(0, 100'000);
  const std::string error = load_error(bad);
  EXPECT_EQ(error.find("llama-server ended: exit code 1; its last words, in "), 0) << error;
  EXPECT_NE(error.find("failed to load model"), std::string::npos) << error;
  EXPECT_NE(error.find("engine.log"), std::string::npos) << error;
  EXPECT_FALSE(is_running(process()));
}

TEST_F(LlamaServer, SurvivesAProjectorThatMakesTheServerAbort) {
  EngineOptions bad = options();
  bad.mmproj = folder / "bad.gguf";
  std::string projector = bytes_of(options().mmproj);
  const std::string key = "clip.vision.projector.scale_factor";
  projector[projector.find(key) + key.size() - 1] = '_';
  std::ofstream(bad.mmproj) << projector;
  const std::string error = load_error(bad);
  EXPECT_EQ(error.find("llama-server ended: signal 6 (Aborted); its last words"), 0) << error;
  EXPECT_NE(error.find("ASSERT"), std::string::npos) << error;
}

TEST_F(LlamaServer, NeedsAProjectorToSee) {
  EngineOptions blind = options();
  blind.mmproj.clear();
  EXPECT_EQ(load_error(blind),
            "the model tiny-vlm.gguf cannot see images; give the projector that belongs to it with "
            "--mmproj");
}

TEST_F(LlamaServer, IsNotMadeOfFilesThatAreNoModel) {
  EngineOptions wrong = options();
  wrong.mmproj = kData / "circle.png";
  const auto picture = make_llama_server(wrong);
  ASSERT_FALSE(picture);
  EXPECT_NE(picture.error().message.find("circle.png: not a GGUF file"), std::string::npos);
  wrong.mmproj = folder / "missing.gguf";
  const auto missing = make_llama_server(wrong);
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("No such file"), std::string::npos);
}

TEST_F(LlamaServer, SaysThatItWasKilledWhileItAnswered) {
  ASSERT_TRUE(load(options()));
  const pid_t id = process();
  ::kill(id, SIGSTOP);  // an answer that would take for ever
  std::jthread killer([&] {
    std::this_thread::sleep_for(milliseconds(200));
    ::kill(id, SIGKILL);
  });
  const Generation answer = ask();
  ASSERT_TRUE(answer.failure);
  EXPECT_EQ(answer.failure->kind, FailureKind::Died);
  EXPECT_EQ(answer.failure->message.find("llama-server ended: signal 9 (Killed)"), 0);
  EXPECT_EQ(engine->death(), answer.failure->message);
  EXPECT_EQ(ask().failure->kind, FailureKind::Died);
}

TEST_F(LlamaServer, TimesOutWhereItHangsAndAnswersAgain) {
  ASSERT_TRUE(load(options()));
  ::kill(process(), SIGSTOP);
  const Generation late = ask(milliseconds(500));
  ASSERT_TRUE(late.failure);
  EXPECT_EQ(late.failure->kind, FailureKind::Timeout);
  EXPECT_FALSE(engine->death());
  ::kill(process(), SIGCONT);
  EXPECT_FALSE(ask().failure);
}

TEST_F(LlamaServer, RefusesWhatIsNoImageAndGoesOn) {
  ASSERT_TRUE(load(options()));
  image = "no image";
  const Generation answer = ask();
  ASSERT_TRUE(answer.failure);
  EXPECT_NE(answer.failure->message.find("Failed to load image"), std::string::npos);
  image = bytes_of(kData / "circle.png");
  EXPECT_FALSE(ask().failure);
}

TEST_F(LlamaServer, IsStartedAgainWhereItsPortWasTaken) {
  const auto real = find_llama_server();
  ASSERT_TRUE(real) << real.error().message;
  EngineOptions unlucky = options();
  const std::string marker = folder / "tried";
  unlucky.llama_server = script("if [ -e " + marker + " ]; then exec " + real->string() +
                                " \"$@\"; fi\n"
                                "touch " +
                                marker + "\necho \"couldn't bind HTTP server socket\"; exit 1");
  EXPECT_TRUE(load(unlucky));
  EXPECT_FALSE(ask().failure);
}

TEST_F(LlamaServer, GivesUpOnAServerThatIsNeverReady) {
  EngineOptions slow = options();
  slow.llama_server = script("exec sleep 1000");
  slow.load_timeout = milliseconds(1000);
  EXPECT_EQ(load_error(slow), "llama-server was not ready after 1 s");
  EXPECT_FALSE(is_running(process()));
}

TEST_F(LlamaServer, CanBeCancelledWhileItLoads) {
  EngineOptions slow = options();
  slow.llama_server = script("exec sleep 1000");
  make(slow);
  std::stop_source stop;
  const auto loaded =
      engine->load([&](std::string_view) { stop.request_stop(); }, stop.get_token());
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().message, "cancelled while llama-server loaded the model");
  EXPECT_FALSE(is_running(process()));
}

TEST_F(LlamaServer, SaysThatTheServerIsMissing) {
  EngineOptions nowhere = options();
  nowhere.llama_server = "/no/such/llama-server";
  EXPECT_EQ(load_error(nowhere), "cannot start /no/such/llama-server: No such file or directory");
}

TEST_F(LlamaServer, IsNotLeftBehindByAKilledParent) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const pid_t parent = ::fork();
  if (parent == 0) {
    const pid_t none = -1;
    const pid_t id = load(options()) ? process() : none;
    (void)!::write(ends[1], &id, sizeof id);
    for (;;) ::pause();
  }
  ::close(ends[1]);
  pid_t id = -1;
  EXPECT_EQ(::read(ends[0], &id, sizeof id), static_cast<ssize_t>(sizeof id));
  ::close(ends[0]);
  EXPECT_TRUE(id > 0 && is_running(id));
  ::kill(parent, SIGKILL);
  ::waitpid(parent, nullptr, 0);
  EXPECT_TRUE(eventually([&] { return !is_running(id); }));
}

// Sets a variable of the environment for the time of a test.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old;
    ::setenv(name, value.c_str(), 1);
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  ~Variable() {
    if (old_)
      ::setenv(name_, old_->c_str(), 1);
    else
      ::unsetenv(name_);
  }

 private:
  const char* name_;
  std::optional<std::string> old_;
};

TEST(FindLlamaServer, LooksInPathFirst) {
  const TemporaryFolder folder;
  const Variable path("PATH", "/no/such:" + (folder / "bin").string());
  const Variable data("XDG_DATA_HOME", folder / "data");
  const auto nothing = find_llama_server();
  ASSERT_FALSE(nothing);
  EXPECT_NE(nothing.error().message.find("script/get-llama-server"), std::string::npos);

  const fs::path fetched = folder / "data/sightmark/llama-server/bin/llama-server";
  for (const fs::path& program : {fetched, folder / "bin/llama-server"}) {
    fs::create_directories(program.parent_path());
    std::ofstream(program) << "#!/bin/sh\n";
    EXPECT_NE(find_llama_server().value_or(""), program) << "it cannot be executed yet";
    fs::permissions(program, fs::perms::owner_all);
    EXPECT_EQ(find_llama_server().value_or(""), program);
  }
}

}  // namespace
}  // namespace sightmark
