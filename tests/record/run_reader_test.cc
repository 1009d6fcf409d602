#include "record/run_reader.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>

#include "base/file.h"
#include "base/parallel.h"
#include "record/run_folder.h"
#include "sample/sample_runs.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

// A run directory with these three files; an empty text leaves its file out.
class Folder {
 public:
  Folder(const std::string& meta, const std::string& trials, const std::string& summary = "{}") {
    put("run_meta.json", meta);
    put("runs.jsonl", trials);
    put("summary.json", summary);
  }

  fs::path path(const std::string& name) const { return folder_ / name; }
  Expected<Run> read() const { return read_run({folder_.path(), "root", "root/run"}); }

 private:
  void put(const std::string& name, const std::string& bytes) const {
    if (bytes.empty()) return;
    EXPECT_TRUE(write_file(path(name), bytes));
  }

  TemporaryFolder folder_;
};

std::string record(const std::string& image, const std::string& task = "t") {
  return R"({"image_name": ")" + image + R"(", "task": ")" + task + "\"}";
}

bool is_listed(const Run& run, const std::string& part) {
  return std::any_of(run.problems.messages.begin(), run.problems.messages.end(),
                     [&](const std::string& m) { return m.find(part) != std::string::npos; });
}

TEST(ReadRun, ReadsTheThreeFiles) {
  const Folder folder(R"({"model_id": "acme/Lynx-2B"})", record("a") + "\n" + record("b") + "\n",
                      R"({"total_elapsed_seconds": 2})");
  const auto run = folder.read().value();
  EXPECT_EQ(run.meta.model_id, "acme/Lynx-2B");
  EXPECT_EQ(run.summary->elapsed_s, 2);
  ASSERT_EQ(run.trials.size(), 2u);
  EXPECT_EQ(run.trials[1].image, "b");
  EXPECT_EQ(run.folder.run_dir, "root/run");
  EXPECT_TRUE(run.problems.messages.empty());
}

TEST(ReadRun, WithoutASummaryIsCutOff) {
  const Folder folder("{}", record("a") + "\n", "");
  EXPECT_FALSE(folder.read()->summary);
}

TEST(ReadRun, WithADamagedSummaryIsCutOffAndSaysSo) {
  const auto run =
      Folder("{}", record("a") + "\n", R"({"total_elapsed_seconds": 2)").read().value();
  EXPECT_FALSE(run.summary);
  EXPECT_TRUE(is_listed(run, "summary.json: "));
  EXPECT_TRUE(is_listed(run, "counts as cut off"));
}

TEST(ReadRun, SkipsCountsAndListsADamagedLine) {
  const auto run =
      Folder("{}", record("a") + "\n{\"image_name\": \"b\n" + record("c") + "\n").read().value();
  EXPECT_EQ(run.trials.size(), 2u);
  EXPECT_EQ(run.problems.damaged_line_count, 1u);
  EXPECT_TRUE(is_listed(run, "runs.jsonl:2: damaged record skipped: "));
}

TEST(ReadRun, SaysWhereTheFileEndsWithinALine) {
  const auto run = Folder("{}", record("a") + "\n{\"image_name\": \"b").read().value();
  EXPECT_EQ(run.trials.size(), 1u);
  EXPECT_EQ(run.problems.damaged_line_count, 1u);
  EXPECT_TRUE(is_listed(run, "runs.jsonl:2: "));
  EXPECT_TRUE(is_listed(run, "(the file ends within this line)"));
}

TEST(ReadRun, TakesALastLineWithoutItsEnd) {
  const auto run = Folder("{}", record("a") + "\n" + record("b")).read().value();
  EXPECT_EQ(run.trials.size(), 2u);
  EXPECT_EQ(run.problems.damaged_line_count, 0u);
}

TEST(ReadRun, OverlooksBlankLinesAndCarriageReturns) {
  const auto run = Folder("{}", "\r\n" + record("a") + "\r\n\n \t\n" + record("b")).read().value();
  EXPECT_EQ(run.trials.size(), 2u);
  EXPECT_TRUE(run.problems.messages.empty());
}

TEST(ReadRun, CountsEveryDamagedLineButListsTheFirst) {
  std::string lines;
  for (int i = 0; i < 1000; ++i) lines += "damaged\n";
  const auto run = Folder("{}", lines).read().value();
  EXPECT_EQ(run.problems.damaged_line_count, 1000u);
  EXPECT_LE(run.problems.messages.size(), 10u);
  EXPECT_TRUE(run.trials.empty());
}

TEST(ReadRun, KeepsTheFirstOfTwoRecords) {
  const auto run = Folder("{}", R"({"image_name": "a", "task": "t", "latency_ms": 1}
{"image_name": "a", "task": "u", "latency_ms": 2}
{"image_name": "a", "task": "t", "latency_ms": 3}
{"image_name": "a", "task": "t", "latency_ms": 4, "repeat_index": 1}
)")
                       .read()
                       .value();
  ASSERT_EQ(run.trials.size(), 3u);
  EXPECT_EQ(run.trials[0].latency_ms, 1);
  EXPECT_EQ(run.trials[2].latency_ms, 4);
  EXPECT_EQ(run.problems.duplicate_count, 1u);
  EXPECT_TRUE(is_listed(run, "runs.jsonl:3: a second record for image a, task t"));
}

TEST(ReadRun, KeepsRecordsThatNameNoImage) {
  EXPECT_EQ(Folder("{}", "{\"task\": \"t\"}\n{\"task\": \"t\"}\n").read()->trials.size(), 2u);
}

TEST(ReadRun, CountsWrongFieldsAndKeepsTheRest) {
  const auto run = Folder(R"({"model_id": 5, "dtype": "bf16"})",
                          R"({"image_name": "a", "latency_ms": "x", "output_text": []})")
                       .read()
                       .value();
  EXPECT_EQ(run.problems.wrong_field_count, 3u);
  EXPECT_TRUE(is_listed(run, "run_meta.json: field \"model_id\" is not a text"));
  EXPECT_TRUE(is_listed(run, "runs.jsonl:1: field \"latency_ms\" is not a number"));
  EXPECT_EQ(run.meta.dtype, "bf16");
  EXPECT_EQ(run.trials.at(0).image, "a");
}

TEST(ReadRun, WithoutRunMetaFails) {
  const auto run = Folder("", record("a")).read();
  ASSERT_FALSE(run);
  EXPECT_NE(run.error().message.find("run_meta.json: cannot open"), std::string::npos);
}

TEST(ReadRun, WithADamagedRunMetaFails) {
  const auto run = Folder("{\"model_id\": ", record("a")).read();
  ASSERT_FALSE(run);
  EXPECT_NE(run.error().message.find("run_meta.json: "), std::string::npos);
}

TEST(ReadRun, WithoutTrialsFails) {
  const auto run = Folder("{}", "").read();
  ASSERT_FALSE(run);
  EXPECT_NE(run.error().message.find("runs.jsonl: cannot open"), std::string::npos);
}

TEST(ReadRun, OfAnEmptyFileHasNoTrials) {
  const Folder folder("{}", "");
  ASSERT_TRUE(write_file(folder.path("runs.jsonl"), ""));
  EXPECT_TRUE(folder.read()->trials.empty());
}

TEST(ReadRun, FailsWhereAFileIsAFolder) {
  const Folder folder("{}", "");
  ASSERT_TRUE(make_folder(folder.path("runs.jsonl")));
  EXPECT_NE(folder.read().error().message.find("runs.jsonl: not a file"), std::string::npos);
}

// A foreign run directory could else show any file of the reader's machine.
TEST(ReadRun, FollowsNoLinkToAFile) {
  for (const char* name : {"run_meta.json", "runs.jsonl", "summary.json", "truth.jsonl"}) {
    const Folder folder("{}", record("a") + "\n");
    fs::rename(folder.path(name == std::string("truth.jsonl") ? "summary.json" : name),
               folder.path("elsewhere"));
    fs::create_symlink("elsewhere", folder.path(name));
    const auto run = folder.read();
    const std::string message = std::string(name) + ": a symbolic link";
    EXPECT_TRUE(run ? is_listed(*run, message) : run.error().message.find(message) != message.npos)
        << name;
  }
}

TEST(ReadRun, PassesOverALineOfAHundredMegabytes) {
  const Folder folder("{}", record("a") + "\n");
  const off_t end = 100 << 20;
  const int file = ::open(folder.path("runs.jsonl").c_str(), O_WRONLY);
  const std::string rest = "\n" + record("b") + "\n";
  // The hole between is read as zeros.
  ASSERT_EQ(::pwrite(file, rest.data(), rest.size(), end), static_cast<ssize_t>(rest.size()));
  ::close(file);
  const auto run = folder.read().value();
  EXPECT_EQ(run.trials.size(), 2u);
  EXPECT_EQ(run.problems.damaged_line_count, 1u);
  EXPECT_TRUE(is_listed(run, "runs.jsonl:2: damaged record skipped: longer than 16 MB"));
}

TEST(ReadRun, RefusesAMetaOfAHundredMegabytes) {
  const Folder folder("{}", record("a"));
  fs::resize_file(folder.path("run_meta.json"), 100 << 20);
  EXPECT_NE(folder.read().error().message.find("larger than"), std::string::npos);
}

TEST(ReadRun, SkipsALineThatIsNoUtf8) {
  const auto run = Folder("{}", record("a\xFF") + "\n" + record("b")).read().value();
  EXPECT_EQ(run.problems.damaged_line_count, 1u);
  EXPECT_EQ(run.trials.at(0).image, "b");
}

TEST(ReadRun, ListsNoControlCharacterOfAName) {
  const std::string line = R"({"image_name": "\u001b[31m\u202e", "task": "\n"})";
  const auto run = Folder("{}", line + "\n" + line + "\n").read().value();
  ASSERT_EQ(run.problems.messages.size(), 1u);
  EXPECT_EQ(run.problems.messages[0].find_first_of("\x1B\n"), std::string::npos);
}

TEST(ReadRun, ReadsTheTruthOfImagesWhereThereIsAny) {
  const Folder folder("{}", record("a"));
  EXPECT_TRUE(folder.read().value().truths.empty());
  const std::string scene = R"({"image_name": "b", "truth": {"objects": []}})";
  ASSERT_TRUE(write_file(folder.path("truth.jsonl"),
                         scene + "\n\n{\"image_name\": \"a\", \"truth\": {\"objects\": []}}\n" +
                             scene + "\n{\n{\"image_name\": \"c\", \"truth\": {}}"));
  const auto run = folder.read().value();
  ASSERT_EQ(run.truths.size(), 2u);
  EXPECT_EQ(run.truths[0].image, "a");
  EXPECT_EQ(run.truths[1].image, "b");
  EXPECT_TRUE(is_listed(run, "truth.jsonl:5"));
  EXPECT_EQ(run.problems.messages.size(), 1u);
}

// As sightmark writes it.
std::string asked(std::int64_t order, const std::string& error = "") {
  Trial trial;
  trial.order = trial.image_index = order;
  trial.image = "a.png";
  trial.task = "t";
  trial.sent_s = 1;
  trial.end_s = 2;
  trial.output_text = "A red kite.";
  trial.energy_j = 5;
  trial.error = error;
  return to_json_line(trial);
}

std::vector<Trial> read_asked(const std::string& lines) {
  return read_asked_trials(Folder("", lines).path("runs.jsonl")).value_or(std::vector<Trial>{});
}

TEST(ReadAskedTrials, ReadsThemWithoutTheirTexts) {
  const auto trials = read_asked(asked(4) + asked(5, "no answer"));
  ASSERT_EQ(trials.size(), 2u);
  EXPECT_EQ(trials[0].order, 4);
  EXPECT_EQ(trials[0].end_s, 2);
  EXPECT_EQ(trials[0].energy_j, 5);
  EXPECT_EQ(trials[0].output_text, std::nullopt);
  EXPECT_EQ(trials[0].error, "");
  EXPECT_EQ(trials[1].error, "no answer");
}

TEST(ReadAskedTrials, PassesOverDamagedLinesSecondRecordsAndTheTornLastOne) {
  const std::string whole = asked(1), torn = asked(7).substr(0, asked(7).size() - 1);
  const auto trials =
      read_asked(whole + "{\"order\": 2\n" + "\n[]\n{\"order\": 5}\n" + whole + asked(3) + torn);
  ASSERT_EQ(trials.size(), 2u);
  EXPECT_EQ(trials[0].order, 1);
  EXPECT_EQ(trials[1].order, 3);
}

TEST(ReadAskedTrials, OfAMissingFileFails) {
  EXPECT_FALSE(read_asked_trials("/nonexistent/runs.jsonl"));
}

TEST(ReadRun, ReadsEverySampleRun) {
  const TemporaryFolder folder;
  const SampleOptions options{.image_count = 3};
  const std::vector<SampleRun> samples = sample_runs(options);
  ASSERT_TRUE(write_sample_runs(folder.path(), options));
  const auto found = find_runs({folder.path()});
  ASSERT_EQ(found->folders.size(), samples.size());

  std::atomic<std::size_t> trial_count = 0, damaged_count = 0, cut_off_count = 0;
  parallel_for(found->folders.size(), 4, [&](std::size_t i) {
    const auto run = read_run(found->folders[i]).value();
    trial_count += run.trials.size();
    damaged_count += run.problems.damaged_line_count;
    cut_off_count += run.summary ? 0 : 1;
  });
  EXPECT_EQ(damaged_count, 1u);
  EXPECT_EQ(cut_off_count, 1u);
  EXPECT_EQ(trial_count, 17 * 15 - 1 + 3);
}

TEST(ReadRun, GivesWhatASampleRunWasMadeOf) {
  const TemporaryFolder folder;
  SampleRun sample;
  sample.device_name = "Alder";
  sample.load_time_seconds = 4;
  sample.tokens = SampleTokens::InputLen;
  sample.trials = {{.output_text = "=cmd \\input{x} <b>", .latency_ms = 1500, .power_w = 30}};
  ASSERT_TRUE(write_sample_run(folder.path(), sample));
  const auto run = read_run(find_runs({folder.path()})->folders.at(0)).value();
  EXPECT_EQ(run.meta.device_name, "Alder");
  EXPECT_EQ(run.meta.load_time_s, 4);
  EXPECT_EQ(run.summary->elapsed_s, 1.5);
  ASSERT_EQ(run.trials.size(), 1u);
  EXPECT_EQ(run.trials[0].output_text, "=cmd \\input{x} <b>");
  EXPECT_EQ(run.trials[0].prompt_tokens, 20);
  EXPECT_EQ(run.trials[0].energy_j, 45);
  EXPECT_EQ(run.trials[0].power_scope, PowerScope::GpuBoard);
}

}  // namespace
}  // namespace sightmark
