#include "process/child_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <thread>

#include "base/file.h"
#include "sample/process_state.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

ChildOptions shell(std::string script) { return {.command = {"sh", "-c", std::move(script)}}; }

ProcessEnd await_end(ChildProcess& child) {
  EXPECT_TRUE(eventually([&] { return child.end().has_value(); }));
  return child.end().value_or(ProcessEnd{true, 0});
}

std::string read_line(int descriptor) {
  std::string line;
  for (char byte = 0; ::read(descriptor, &byte, 1) == 1 && byte != '\n';) line += byte;
  return line;
}

std::string text_of(const std::filesystem::path& path) {
  return read_file(path, 1'000'000).value_or("");
}

TEST(ChildProcess, ReportsItsExitCode) {
  auto child = ChildProcess::start(shell("exit 7"));
  ASSERT_TRUE(child);
  const ProcessEnd end = await_end(*child);
  EXPECT_FALSE(end.was_signal);
  EXPECT_EQ(end.number, 7);
  EXPECT_EQ(end.in_words(), "exit code 7");
}

TEST(ChildProcess, ReportsTheSignalThatEndedIt) {
  auto child = ChildProcess::start(shell("kill -9 $$"));
  ASSERT_TRUE(child);
  const ProcessEnd end = await_end(*child);
  EXPECT_TRUE(end.was_signal);
  EXPECT_EQ(end.in_words(), "signal 9 (Killed)");
}

TEST(ChildProcess, HasNoEndWhileItRuns) {
  auto child = ChildProcess::start({.command = {"sleep", "1000"}});
  ASSERT_TRUE(child);
  EXPECT_FALSE(child->end());
  EXPECT_TRUE(is_running(child->id()));
  EXPECT_EQ(::getpgid(child->id()), child->id());
}

TEST(ChildProcess, SaysWhyAProgramCannotBeStarted) {
  const auto missing = ChildProcess::start({.command = {"no-such-program"}});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message, "cannot start no-such-program: No such file or directory");
  const auto folder = ChildProcess::start({.command = {"/"}});
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().message, "cannot start /: Permission denied");
  EXPECT_FALSE(ChildProcess::start({}));
}

TEST(ChildProcess, ReadsItsInputToTheEnd) {
  const TemporaryFolder folder;
  const std::string longest(4096, 'x');
  for (const std::string& input : {std::string(), std::string("a\nb"), longest}) {
    ChildOptions options = shell("cat /dev/stdin; echo .");
    options.input = input;
    options.log = folder / std::to_string(input.size());
    auto child = ChildProcess::start(options);
    ASSERT_TRUE(child);
    EXPECT_EQ(await_end(*child).number, 0);
    EXPECT_EQ(text_of(options.log), input + ".\n");
  }
  EXPECT_FALSE(ChildProcess::start({.command = {"cat"}, .input = longest + "x"}));
}

TEST(ChildProcess, SaysWhyItsLogCannotBeOpened) {
  const auto child = ChildProcess::start({.command = {"true"}, .log = "/no/such/folder/log"});
  ASSERT_FALSE(child);
  EXPECT_NE(child.error().message.find("/no/such/folder/log: cannot write"), std::string::npos);
}

TEST(ChildProcess, RefusesALogThatIsALinkOrNoFile) {
  const TemporaryFolder folder;
  std::ofstream(folder / "victim") << "before\n";
  std::filesystem::create_symlink(folder / "victim", folder / "log");
  const auto child = ChildProcess::start({.command = {"true"}, .log = folder / "log"});
  ASSERT_FALSE(child);
  EXPECT_NE(child.error().message.find("log: a symbolic link"), std::string::npos);
  EXPECT_EQ(text_of(folder / "victim"), "before\n");
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_FALSE(ChildProcess::start({.command = {"true"}, .log = folder / "pipe"}));
}

TEST(ChildProcess, AppendsBothOutputsToItsLog) {
  const TemporaryFolder folder;
  std::ofstream(folder / "log") << "before\n";
  ChildOptions options = shell("echo out; echo err >&2; cat");  // cat: its stdin is empty
  options.log = folder / "log";
  auto child = ChildProcess::start(options);
  ASSERT_TRUE(child);
  EXPECT_EQ(await_end(*child).in_words(), "exit code 0");
  EXPECT_EQ(text_of(folder / "log"), "before\nout\nerr\n");
}

TEST(ChildProcess, TalksThroughPipes) {
  const TemporaryFolder folder;
  ChildOptions options = shell("read word; echo \"got $word\"; echo aside >&2");
  options.has_pipes = true;
  options.log = folder / "log";
  auto child = ChildProcess::start(options);
  ASSERT_TRUE(child);
  ASSERT_EQ(::write(child->input(), "tea\n", 4), 4);
  EXPECT_EQ(read_line(child->output()), "got tea");
  EXPECT_EQ(read_line(child->output()), "");  // its end closes the pipe
  await_end(*child);
  EXPECT_EQ(text_of(folder / "log"), "aside\n");
}

TEST(ChildProcess, HasNoPipesUnlessAsked) {
  auto child = ChildProcess::start({.command = {"true"}});
  ASSERT_TRUE(child);
  EXPECT_EQ(child->input(), -1);
  EXPECT_EQ(child->output(), -1);
}

TEST(ChildProcess, SeesItsVariablesAndOurs) {
  ChildOptions options = shell("echo \"$SIGHTMARK_A $SIGHTMARK_AB\"");
  options.environment = {{"SIGHTMARK_A", "its"}};
  options.has_pipes = true;
  ::setenv("SIGHTMARK_A", "ours", 1);
  ::setenv("SIGHTMARK_AB", "kept", 1);
  auto child = ChildProcess::start(options);
  ::unsetenv("SIGHTMARK_A");
  ::unsetenv("SIGHTMARK_AB");
  ASSERT_TRUE(child);
  EXPECT_EQ(read_line(child->output()), "its kept");
}

TEST(ChildProcess, InheritsNoDescriptor) {
  const int held = ::open("/dev/null", O_RDONLY);  // as careless libraries open files
  auto child = ChildProcess::start({.command = {"ls", "/proc/self/fd"}, .has_pipes = true});
  ::close(held);
  ASSERT_TRUE(child);
  for (const std::string number : {"0", "1", "2", "3"})  // 3: ls reads the folder
    EXPECT_EQ(read_line(child->output()), number);
  EXPECT_EQ(read_line(child->output()), "");
}

TEST(ChildProcess, InheritsNoSignalState) {
  const auto handler = std::signal(SIGPIPE, SIG_IGN);
  auto child = ChildProcess::start(
      {.command = {"grep", "-E", "Sig(Blk|Ign)", "/proc/self/status"}, .has_pipes = true});
  std::signal(SIGPIPE, handler);
  ASSERT_TRUE(child);
  EXPECT_EQ(read_line(child->output()), "SigBlk:\t0000000000000000");
  EXPECT_EQ(read_line(child->output()), "SigIgn:\t0000000000000000");
}

TEST(ChildProcess, OutlivesTheThreadThatStartedIt) {
  std::optional<ChildProcess> child;
  std::jthread([&] {
    auto started = ChildProcess::start({.command = {"sleep", "1000"}});
    if (started) child.emplace(std::move(*started));
  }).join();
  ASSERT_TRUE(child);
  EXPECT_FALSE(child->end());
  EXPECT_EQ(child->stop(minutes(1)).in_words(), "signal 15 (Terminated)");
}

TEST(ChildProcess, StopsGentlyWhereThatIsEnough) {
  ChildOptions options = shell("trap 'exit 3' TERM; echo ready; while :; do sleep 0.01; done");
  options.has_pipes = true;
  auto child = ChildProcess::start(options);
  ASSERT_TRUE(child);
  ASSERT_EQ(read_line(child->output()), "ready");
  EXPECT_EQ(child->stop(minutes(1)).in_words(), "exit code 3");
  EXPECT_EQ(child->stop(minutes(1)).in_words(), "exit code 3");  // again does no harm
  EXPECT_EQ(child->end()->number, 3);
}

TEST(ChildProcess, StopsFirmlyWhatIgnoresThat) {
  ChildOptions options = shell("trap '' TERM; echo ready; while :; do sleep 0.01; done");
  options.has_pipes = true;
  auto child = ChildProcess::start(options);
  ASSERT_TRUE(child);
  ASSERT_EQ(read_line(child->output()), "ready");
  EXPECT_EQ(child->stop(milliseconds(50)).in_words(), "signal 9 (Killed)");
}

TEST(ChildProcess, StopsWhatIsSuspended) {
  auto child = ChildProcess::start({.command = {"sleep", "1000"}});
  ASSERT_TRUE(child);
  ::kill(child->id(), SIGSTOP);
  EXPECT_EQ(child->stop(minutes(1)).in_words(), "signal 15 (Terminated)");
}

TEST(ChildProcess, TakesAlongWhatItStarted) {
  ChildOptions options = shell("sleep 1000 & echo $!; exec sleep 1000");
  options.has_pipes = true;
  pid_t child_id = 0, grandchild_id = 0;
  {
    auto child = ChildProcess::start(options);
    ASSERT_TRUE(child);
    child_id = child->id();
    grandchild_id = std::stoi(read_line(child->output()));
    EXPECT_TRUE(is_running(grandchild_id));
  }
  EXPECT_FALSE(is_running(child_id));
  EXPECT_TRUE(eventually([&] { return !is_running(grandchild_id); }));
}

TEST(ChildProcess, TakesAlongWhatItLeftBehind) {
  ChildOptions options = shell("trap '' TERM; sleep 1000 & echo $!");
  options.has_pipes = true;
  auto child = ChildProcess::start(options);
  ASSERT_TRUE(child);
  const pid_t grandchild_id = std::stoi(read_line(child->output()));
  await_end(*child);
  EXPECT_TRUE(is_running(grandchild_id));
  child->stop(minutes(1));
  EXPECT_TRUE(eventually([&] { return !is_running(grandchild_id); }));
}

TEST(ChildProcess, LeavesNoZombies) {
  for (int i = 0; i < 3; ++i) {
    auto child = ChildProcess::start({.command = {"true"}});
    ASSERT_TRUE(child);
    child->stop(minutes(1));
  }
  EXPECT_FALSE(ChildProcess::start({.command = {"no-such-program"}}));
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);  // no child of any state: the guardians' too
}

TEST(ChildProcess, CanBeStartedByManyThreadsAtOnce) {
  std::array<int, 8> codes{};
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    threads.emplace_back([&codes, i] {
      auto child = ChildProcess::start(shell("exit " + std::to_string(i)));
      if (child) codes[i] = await_end(*child).number;
    });
  }
  threads.clear();
  for (std::size_t i = 0; i < codes.size(); ++i) EXPECT_EQ(codes[i], static_cast<int>(i));
}

// A process that starts a child, prints its number and that of the child's child, and waits.
struct Parent {
  pid_t id, child_id, grandchild_id;
};

Parent start_parent(const std::string& script) {
  int ends[2];
  EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const pid_t id = ::fork();
  if (id == 0) {
    ChildOptions options = shell(script);
    options.has_pipes = true;
    auto child = ChildProcess::start(options);
    if (!child) ::_exit(1);
    const std::string line = std::to_string(child->id()) + '\n' + read_line(child->output()) + '\n';
    (void)!::write(ends[1], line.data(), line.size());
    for (;;) ::pause();
  }
  ::close(ends[1]);
  Parent parent{id, std::stoi(read_line(ends[0])), std::stoi(read_line(ends[0]))};
  ::close(ends[0]);
  return parent;
}

TEST(ChildProcess, EndsWithAParentThatIsKilled) {
  const Parent parent = start_parent("sleep 1000 & echo $!; exec sleep 1000");
  EXPECT_TRUE(is_running(parent.child_id));
  EXPECT_TRUE(is_running(parent.grandchild_id));
  ::kill(parent.id, SIGKILL);
  ::waitpid(parent.id, nullptr, 0);
  EXPECT_TRUE(eventually([&] { return !is_running(parent.child_id); }));
  EXPECT_TRUE(eventually([&] { return !is_running(parent.grandchild_id); }));
}

TEST(ChildProcess, EndsWithAKilledParentEvenIfItIgnoresTermination) {
  const Parent parent =
      start_parent("trap '' TERM; sleep 1000 & echo $!; while :; do sleep 1; done");
  ::kill(parent.id, SIGKILL);
  ::waitpid(parent.id, nullptr, 0);
  EXPECT_TRUE(eventually([&] { return !is_running(parent.child_id); }));
  EXPECT_TRUE(eventually([&] { return !is_running(parent.grandchild_id); }));
}

TEST(ChildProcess, EndsWithItsParentWhereTheGuardianWasKilledToo) {
  const Parent parent = start_parent("sleep 1000 & echo $!; exec sleep 1000");
  const auto ids = child_processes_of(parent.id);
  ASSERT_EQ(ids.size(), 2);
  ::kill(ids[0] == parent.child_id ? ids[1] : ids[0], SIGKILL);
  ::kill(parent.id, SIGKILL);
  ::waitpid(parent.id, nullptr, 0);
  EXPECT_TRUE(eventually([&] { return !is_running(parent.child_id); }));
  ::kill(parent.grandchild_id, SIGKILL);  // the guardian alone knew of it
}

}  // namespace
}  // namespace sightmark
