// `sightmark run` as a process, with a small adapter as its engine: what it leaves where it is
// killed, stopped or cannot write, and what comes of that in the end.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "e2e/program.h"
#include "sample/image_bytes.h"
#include "sample/sample_runs.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

// Answers after some milliseconds, which its only argument says; "die" ends it at the 12th
// question.
constexpr const char* kAdapter = R"py(
import json, os, sys, time
say = lambda **fields: print(json.dumps(fields), flush=True)
count = 0
for line in sys.stdin:
    message = json.loads(line)
    if message["type"] == "hello": say(type="hello", protocol=1, name="test", version="1")
    if message["type"] == "load": say(type="loaded", model_id="acme/Test-1B")
    if message["type"] == "generate":
        count += 1
        if sys.argv[1] == "die" and count == 12: os._exit(3)
        time.sleep(float(sys.argv[1]) / 1000 if sys.argv[1] != "die" else 0)
        say(type="token", id=message["id"], text="A kite.", count=3)
        say(type="done", id=message["id"], finish_reason="stop", generated_tokens=3)
    if message["type"] == "quit": break
)py";

constexpr std::size_t kTrialCount = 4 * 5;  // images and tasks

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

class RunProgram : public testing::Test {
 protected:
  RunProgram() {
    fs::create_directories(folder / "images");
    for (const char* name : {"a", "b", "c", "d"}) {
      std::ofstream(folder / "images" / (std::string(name) + ".png")) << png_start(64, 48) << name;
    }
    std::ofstream(folder / "adapter.py") << kAdapter;
  }

  ProgramResult run(const std::string& adapter_argument, const std::vector<std::string>& more = {},
                    ProgramOptions options = {}) {
    options.folder = folder.path();
    std::vector<std::string> arguments = {"run",
                                          "--engine",
                                          "command",
                                          "--command",
                                          "python3 adapter.py " + adapter_argument,
                                          "--model-key",
                                          "test",
                                          "--images",
                                          "images"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_sightmark(arguments, options);
  }

  // What stands in the run's file of that name; empty where there is none.
  std::string file(const std::string& name) const {
    for (const auto& [path, bytes] : files_below(folder / "results")) {
      if (fs::path(path).filename() == name) return bytes;
    }
    return {};
  }

  std::size_t recorded_count() const { return count_of(file("runs.jsonl"), "\n"); }

  // Goes on until the program ends with 0.
  void resume_to_the_end() {
    const ProgramResult result = run("0", {"--resume"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
  }

  void expect_each_trial_once() const {
    const std::string records = file("runs.jsonl");
    std::set<std::string> seen;
    std::istringstream lines(records);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_TRUE(line.starts_with("{\"order\":") && line.ends_with("}")) << line;
      EXPECT_TRUE(seen.insert(line.substr(0, line.find(','))).second) << line;
    }
    EXPECT_EQ(seen.size(), kTrialCount);
    EXPECT_NE(file("summary.json"), "");
  }

  TemporaryFolder folder;
};

TEST_F(RunProgram, MeasuresAndSaysWhat) {
  const ProgramResult result = run("0");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_NE(result.out.find("Measured 20 of 20 trials: acme/Test-1B"), std::string::npos)
      << result.out;
  EXPECT_NE(result.out.find("latency"), std::string::npos);
  EXPECT_NE(result.err.find("measuring: 20 of 20"), std::string::npos) << result.err;
  expect_each_trial_once();
}

TEST_F(RunProgram, SaysNothingWhereQuiet) {
  const ProgramResult result = run("0", {"--quiet"});
  EXPECT_EQ(result.out + result.err, "");
}

TEST_F(RunProgram, IsReadByAnalyze) {
  run("0");
  const ProgramResult result = run_sightmark(
      {"analyze", "results", "--only", "tables", "--out", "analysis"}, {.folder = folder.path()});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_NE(result.out.find("Read 20 records in 1 complete run"), std::string::npos) << result.out;
  EXPECT_EQ(result.out.find("Skipped"), std::string::npos) << result.out;
}

// Kills it at one moment after the other, each time a little later, and goes on.
TEST_F(RunProgram, LosesNothingAndRepeatsNothingHoweverOftenItIsKilled) {
  int part_count = 0;
  for (int after_ms = 100; file("summary.json").empty() && part_count < 60; after_ms += 40) {
    ++part_count;
    const std::string before = file("runs.jsonl");
    const bool can_resume = !file("run_meta.json").empty();
    run("15", can_resume ? std::vector<std::string>{"--resume"} : std::vector<std::string>{},
        {.killed_after_ms = after_ms});
    const std::size_t whole = before.rfind('\n') + 1;  // npos + 1 is 0
    EXPECT_TRUE(file("runs.jsonl").starts_with(before.substr(0, whole)));
    // Killed while it began: there is nothing to go on with.
    if (file("run_meta.json").empty()) fs::remove_all(folder / "results");
  }
  EXPECT_GT(part_count, 1);
  expect_each_trial_once();
}

TEST_F(RunProgram, EndsInOrderWhereItIsInterrupted) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    fs::remove_all(folder / "results");
    const ProgramResult result =
        run("100", {}, {.signalled_when = [&] { return recorded_count() >= 3; }, .signal = signal});
    EXPECT_EQ(result.exit_code, 4) << result.err;
    EXPECT_NE(result.err.find("--resume continues it"), std::string::npos) << result.err;
    EXPECT_LT(recorded_count(), kTrialCount);
    EXPECT_EQ(file("summary.json"), "");
    resume_to_the_end();
    expect_each_trial_once();
  }
}

TEST_F(RunProgram, EndsWhereItsEngineDied) {
  const ProgramResult result = run("die", {"--warmup", "2"});
  EXPECT_EQ(result.exit_code, 3) << result.err;
  EXPECT_NE(result.err.find("exit code 3"), std::string::npos) << result.err;
  EXPECT_EQ(count_of(file("runs.jsonl"), R"("error_kind":"died")"), 1u);
  EXPECT_EQ(recorded_count(), 12u - 3);
  EXPECT_EQ(file("summary.json"), "");
}

TEST_F(RunProgram, LeavesWholeLinesOnAFullDisk) {
  ASSERT_EQ(run("0").exit_code, 0);
  const std::string whole = file("runs.jsonl");
  for (const std::size_t byte_limit : {2500u, 9000u, 12000u}) {
    fs::remove_all(folder / "results");
    const ProgramResult result = run("0", {}, {.file_byte_limit = byte_limit});
    EXPECT_EQ(result.exit_code, 1) << byte_limit << result.err;
    EXPECT_NE(result.err.find("cannot write"), std::string::npos) << result.err;
    const std::string records = file("runs.jsonl");
    EXPECT_TRUE(records.empty() || records.ends_with("}\n")) << byte_limit;
    EXPECT_EQ(file("summary.json"), "");
  }
  resume_to_the_end();
  expect_each_trial_once();
}

TEST_F(RunProgram, RefusesWhatDoesNotFitTogetherAndSaysWhatToDo) {
  const auto refusal = [&](const std::vector<std::string>& arguments) {
    std::vector<std::string> all = {"run", "--images", "images"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const ProgramResult result = run_sightmark(all, {.folder = folder.path()});
    EXPECT_EQ(result.exit_code, 2) << result.err;
    return result.err;
  };
  const std::map<std::string, std::vector<std::string>> cases = {
      {"--engine openai needs --base-url", {"--engine", "openai", "--model", "m"}},
      {"--engine llama-server needs --model", {"--engine", "llama-server"}},
      {"--engine command takes no --mmproj",
       {"--engine", "command", "--command", "x", "--mmproj", "y"}},
      {"answers one question at a time",
       {"--engine", "command", "--command", "x", "--concurrency", "2"}},
      {"leave out --concurrency and --rate",
       {"--engine", "openai", "--base-url", "http://x", "--model", "m", "--rate", "2", "--cooldown",
        "1"}},
      {"there is no such environment variable",
       {"--engine", "openai", "--base-url", "http://x", "--model", "m", "--api-key-env", "NO_KEY"}},
      {"--engine", {"--engine", "magic"}}};
  for (const auto& [message, arguments] : cases) {
    EXPECT_NE(refusal(arguments).find(message), std::string::npos) << message;
  }
  EXPECT_FALSE(fs::exists(folder / "results"));
}

TEST_F(RunProgram, RefusesToResumeWithOtherSettings) {
  run("50", {}, {.signalled_when = [&] { return recorded_count() >= 2; }});
  const ProgramResult result = run("0", {"--resume", "--max-new-tokens", "9"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("max_new_tokens: then 128, now 9"), std::string::npos) << result.err;
}

// The real server with the tiny model over 20 images, analysed together with runs of other
// programs.
TEST(RunLlamaServer, MakesARunThatIsAnalysedWithOthers) {
  const TemporaryFolder folder;
  const fs::path data = fs::path(SIGHTMARK_SOURCE_DIR) / "tests/data";
  fs::create_directories(folder / "images");
  for (int i = 0; i < 20; ++i) {
    fs::copy_file(data / "circle.png", folder / "images" / (std::to_string(i) + ".png"));
  }
  const ProgramResult run =
      run_sightmark({"run", "--engine", "llama-server", "--model", data / "tiny-vlm.gguf",
                     "--mmproj", data / "tiny-vlm-mmproj.gguf", "--threads", "1", "--images",
                     "images", "--max-new-tokens", "16", "--device-name", "Here"},
                    {.folder = folder.path()});
  ASSERT_EQ(run.exit_code, 0) << run.err << "; script/bootstrap --test fetches llama-server";
  EXPECT_NE(run.out.find("Measured 100 of 100 trials"), std::string::npos) << run.out;

  ASSERT_TRUE(write_sample_runs(folder.path(), {.image_count = 5}));
  const ProgramResult analysis =
      run_sightmark({"analyze", "results", "alder_output", "birch_output", "cedar_output", "--only",
                     "tables", "--out", "analysis"},
                    {.folder = folder.path()});
  EXPECT_EQ(analysis.exit_code, 0) << analysis.err;
  const auto files = files_below(folder / "analysis");
  const std::string& table = files.at("vision_plots/vision_model_metrics.csv");
  EXPECT_NE(table.find(",tiny-vlm,tiny-vlm,tiny-vlm,Here,fp16,"), std::string::npos) << table;
}

}  // namespace
}  // namespace sightmark
