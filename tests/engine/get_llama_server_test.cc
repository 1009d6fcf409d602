#include <fcntl.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/file.h"
#include "process/child_process.h"
#include "sample/process_state.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

// script/get-llama-server, without a network.
class GetLlamaServer : public testing::Test {
 protected:
  // Its exit code; what it says is in the log.
  int run(std::vector<std::string> arguments) {
    ChildOptions options{.command = {SIGHTMARK_SOURCE_DIR "/script/get-llama-server"},
                         .environment = {{"TMPDIR", folder / "tmp"}},
                         .log = folder / "log"};
    options.command.insert(options.command.end(), arguments.begin(), arguments.end());
    auto child = ChildProcess::start(options);
    if (!child || !eventually([&] { return child->end().has_value(); })) return -1;
    return child->end()->was_signal ? -1 : child->end()->number;
  }

  bool has_said(const std::string& words) const {
    return read_file(folder / "log", 1 << 20).value_or("").find(words) != std::string::npos;
  }

  std::string prefix() const { return folder / "prefixes/llama-server"; }

  void SetUp() override {
    fs::create_directories(folder / "tmp");
    fs::create_directories(folder / "prefixes");
  }

  TemporaryFolder folder;
};

TEST_F(GetLlamaServer, LeavesNothingWhereTheMirrorCannotBeReached) {
  EXPECT_EQ(run({"--prefix", prefix(), "--mirror", "http://127.0.0.1:1/debian"}), 1);
  EXPECT_TRUE(has_said("cannot read the packages of http://127.0.0.1:1/debian"));
  EXPECT_TRUE(fs::is_empty(folder / "prefixes"));
  EXPECT_TRUE(fs::is_empty(folder / "tmp"));
}

TEST_F(GetLlamaServer, LeavesAloneWhatIsThere) {
  fs::create_directories(prefix() + "/bin");
  const std::string server = prefix() + "/bin/llama-server";
  std::ofstream(server) << "#!/bin/sh\necho 'version: 7' >&2\n";
  EXPECT_EQ(run({"--prefix", prefix()}), 1);
  EXPECT_TRUE(has_said("holds no llama-server that runs"));
  fs::permissions(server, fs::perms::owner_all);
  EXPECT_EQ(run({"--prefix", prefix()}), 0);
  EXPECT_TRUE(has_said("llama-server 7 is there already"));
}

TEST_F(GetLlamaServer, NeedsDebiansKeys) {
  EXPECT_EQ(run({"--prefix", prefix(), "--keyring", folder / "none.gpg"}), 1);
  EXPECT_TRUE(has_said("cannot read the keyring"));
}

TEST_F(GetLlamaServer, ExplainsItself) {
  EXPECT_EQ(run({"--help"}), 0);
  EXPECT_TRUE(has_said("--mirror URL"));
  EXPECT_EQ(run({"--prefix"}), 2);
  EXPECT_EQ(run({"--other"}), 2);
}

}  // namespace
}  // namespace sightmark
