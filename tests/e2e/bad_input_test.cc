#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "e2e/program.h"
#include "sample/sample_run.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

testing::AssertionResult says(const std::string& text, const std::vector<std::string>& parts) {
  for (const std::string& part : parts) {
    if (text.find(part) == std::string::npos) {
      return testing::AssertionFailure() << '"' << part << "\" is not in:\n" << text;
    }
  }
  return testing::AssertionSuccess();
}

std::string with_image(const std::string& name, const std::string& more = "") {
  return R"({"image_name":")" + name + R"(","task":"brief","latency_ms":500,"output_text":"yes",)" +
         R"("response_tokens_est":3,"error":null)" + more + "}\n";
}

// A root with one good run, whose files a test then damages.
class BadInput : public testing::Test {
 protected:
  BadInput() {
    SampleRun run;
    run.run_folder = "good";
    run.trials = {{.image_name = "1.jpg"}, {.image_name = "2.jpg"}};
    EXPECT_TRUE(write_sample_run(folder.path(), run));
    run.run_folder = "other";
    EXPECT_TRUE(write_sample_run(folder.path(), run));
  }

  fs::path root() const { return folder / "alder_output"; }
  fs::path run_folder() const { return root() / "lynx" / "good"; }

  void write(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }

  void append_trials(const std::string& lines) {
    std::ofstream(run_folder() / "runs.jsonl", std::ios::binary | std::ios::app) << lines;
  }

  ProgramResult analyzed(const fs::path& given_root) {
    return run_sightmark(
        {"analyze", given_root.string(), "--only", "tables", "--out", (folder / "out").string()});
  }
  ProgramResult analyzed() { return analyzed(root()); }

  // Analyses what a test damaged: goes on, and says these things on stdout.
  void expect_reported(const std::vector<std::string>& parts) {
    const ProgramResult result = analyzed();
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_TRUE(says(result.out, parts));
  }

  // Fails, says these things on stderr and writes nothing.
  void expect_refused(const fs::path& given_root, const std::vector<std::string>& parts) {
    const ProgramResult result = analyzed(given_root);
    EXPECT_EQ(result.exit_code, 1) << result.out;
    EXPECT_TRUE(says(result.err, parts));
    EXPECT_FALSE(fs::exists(folder / "out"));
  }

  TemporaryFolder folder;
};

TEST_F(BadInput, RootThatIsEmptyMissingOrAFile) {
  fs::create_directories(folder / "empty");
  expect_refused(folder / "empty", {"empty", "run_meta.json"});
  expect_refused(folder / "missing", {"missing", "No such file"});
  write(folder / "file", "text");
  expect_refused(folder / "file", {"file", "not a folder"});
}

TEST_F(BadInput, OneOfSeveralRootsIsEmpty) {
  fs::create_directories(folder / "empty");
  const ProgramResult result =
      run_sightmark({"analyze", root().string(), (folder / "empty").string(), "--only", "tables",
                     "--out", (folder / "out").string()});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(says(result.out, {"empty", "2 complete runs"}));
}

TEST_F(BadInput, RunMetaThatIsDamaged) {
  for (const char* json : {"", "{", "[]", "null", "{\"model_id\": \"\xff\"}", "\0\0"}) {
    write(run_folder() / "run_meta.json", json);
    expect_reported({"good/run_meta.json", "1 complete run"});
  }
  fs::remove_all(root() / "lynx" / "other");
  fs::remove_all(folder / "out");
  expect_refused(root(), {"good/run_meta.json"});
}

TEST_F(BadInput, RunMetaOfWrongTypes) {
  write(run_folder() / "run_meta.json",
        R"({"model_id": 5, "dtype": ["a"], "num_images": "many", "max_new_tokens": -3})");
  expect_reported({"run_meta.json", "\"model_id\"", "\"dtype\"", "\"num_images\"",
                   "\"max_new_tokens\"", "2 complete runs"});
}

TEST_F(BadInput, RecordsThatAreMissing) {
  fs::remove(run_folder() / "runs.jsonl");
  expect_reported({"good/runs.jsonl", "1 complete run"});
  write(run_folder() / "runs.jsonl", "");
  expect_reported({"lynx/good", "no usable record"});
  write(run_folder() / "runs.jsonl", "\n\n  \n");
  expect_reported({"lynx/good", "no usable record"});
}

TEST_F(BadInput, SummaryThatIsDamaged) {
  write(run_folder() / "summary.json", "{\"total_elapsed_seconds\": ");
  expect_reported({"good/summary.json", "cut off", "1 complete run"});
}

TEST_F(BadInput, LastLineThatIsTruncated) {
  append_trials(with_image("3.jpg").substr(0, 40));
  expect_reported({"runs.jsonl:3: damaged", "Read 4 records"});
}

TEST_F(BadInput, LineThatIsDamaged) {
  append_trials("not json\n[1]\n" + with_image("3.jpg"));
  expect_reported({"runs.jsonl:3: damaged", "runs.jsonl:4: damaged", "Read 5 records"});
}

TEST_F(BadInput, FieldsOfWrongTypes) {
  append_trials(R"({"image_name":7,"latency_ms":"fast","power_stats":[],"error":{},"task":1})"
                "\n");
  expect_reported(
      {"runs.jsonl:3:", "\"latency_ms\"", "\"image_name\"", "\"power_stats\"", "Read 5"});
}

TEST_F(BadInput, NumbersThatAreNone) {
  append_trials(with_image("3.jpg", R"(,"ram":NaN)") + with_image("4.jpg", R"(,"ram":Infinity)") +
                with_image("5.jpg", R"(,"ram":1e999)"));
  expect_reported({"runs.jsonl:3: damaged", "runs.jsonl:4: damaged", "runs.jsonl:5: damaged",
                   "Read 4 records"});
}

TEST_F(BadInput, NumbersThatAreNegativeOrHuge) {
  append_trials(with_image("3.jpg", R"(,"init_time_seconds":-1,"prompt_tokens":-5)") +
                with_image("4.jpg", R"(,"prompt_tokens":18446744073709551615)") +
                with_image("5.jpg", R"(,"prompt_tokens":1.5)") +
                with_image("6.jpg", R"(,"power_stats":{"power_watts_avg":1.7e308})"));
  expect_reported({"runs.jsonl:3:", "is negative", "runs.jsonl:4:", "too large",
                   "runs.jsonl:5:", "whole number", "Read 8 records"});
  for (const auto& [name, text] : files_below(folder / "out")) {
    for (const char* word : {"inf,", "nan,", "inf ", "nan "}) {  // as sums of huge numbers
      EXPECT_FALSE(says(text, {word})) << name;
    }
  }
}

TEST_F(BadInput, LineOfAHundredMegabytes) {
  append_trials(with_image("3.jpg", ",\"junk\":\"" + std::string(100 << 20, 'x') + '"') +
                with_image("4.jpg"));
  expect_reported({"runs.jsonl:3: damaged", "16 MB", "Read 5 records"});
}

TEST_F(BadInput, TextThatIsNotUtf8) {
  append_trials(with_image("\xff\xfe.jpg") + with_image("\xc3.jpg") + with_image("4.jpg"));
  expect_reported({"runs.jsonl:3: damaged", "runs.jsonl:4: damaged", "Read 5 records"});
}

TEST_F(BadInput, RecordsThatAreThereTwice) {
  append_trials(with_image("3.jpg") + with_image("3.jpg", R"(,"note":"again")"));
  expect_reported({"runs.jsonl:4:", "3.jpg", "Read 5 records"});
}

TEST_F(BadInput, ManyDamagedLinesAreCountedAndNotAllListed) {
  std::string lines;
  for (int i = 0; i < 1000; ++i) lines += "{\n";
  append_trials(lines);
  const ProgramResult result = analyzed();
  EXPECT_TRUE(says(result.out, {"runs.jsonl:3: damaged", "further problems"}));
  EXPECT_LT(result.out.size(), 4000u);
  EXPECT_TRUE(says(files_below(folder / "out")["ANALYSIS_SUMMARY.md"], {"1,000 damaged records"}));
}

TEST_F(BadInput, JsonThatIsNestedDeeply) {
  append_trials(std::string(100'000, '[') + '\n' + std::string(5000, '{') + '\n');
  expect_reported({"runs.jsonl:3: damaged", "runs.jsonl:4: damaged", "Read 4 records"});
}

TEST_F(BadInput, LinesEndAsOnWindows) {
  append_trials(with_image("3.jpg").substr(0, with_image("3.jpg").size() - 1) + "\r\n\r\n");
  expect_reported({"Read 5 records"});
}

TEST_F(BadInput, FoldersThatLoop) {
  fs::create_directory_symlink(root(), root() / "lynx" / "loop");
  fs::create_directory_symlink("self", root() / "self");
  fs::create_directory_symlink(run_folder(), root() / "zz_again");
  expect_reported({"2 complete runs"});
}

TEST_F(BadInput, RecordsThatAreNoFile) {
  fs::remove(run_folder() / "runs.jsonl");
  ASSERT_EQ(::mkfifo((run_folder() / "runs.jsonl").c_str(), 0600), 0);
  expect_reported({"good/runs.jsonl", "not a file", "1 complete run"});  // and does not wait for it
  fs::remove(run_folder() / "runs.jsonl");
  fs::create_directory(run_folder() / "runs.jsonl");
  expect_reported({"good/runs.jsonl", "not a file"});
}

TEST_F(BadInput, FilesThatMayNotBeRead) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  fs::permissions(run_folder() / "runs.jsonl", fs::perms::none);
  expect_reported({"good/runs.jsonl", "Permission denied"});
}

}  // namespace
}  // namespace sightmark
