// Going on with a run that ended before its time.
#include <gtest/gtest.h>

#include <thread>

#include "run/running.h"

namespace sightmark {
namespace {

using namespace std::chrono_literals;

// Interrupts the run after each trial and resumes it, until it is complete.
TEST_F(Running, IsTheSameWholeHoweverOftenItIsResumed) {
  script.generate = [&](const Question&, std::size_t call, const std::stop_token&) {
    if (call == kBefore + 1) stop.request_stop();
    return answer_of("A red kite.");
  };
  RunOutcome result = outcome();
  const fs::path run_folder = result.folder;
  options.resume.emplace();
  int resumes = 0;
  while (result.end == RunEnd::Interrupted && resumes < 20) {
    stop = {};
    result = outcome();
    ++resumes;
    EXPECT_EQ(result.folder, run_folder);
  }
  EXPECT_EQ(resumes, 7);  // two trials a part
  expect_each_trial_once(run_folder, kTrials);
  const RunOnDisk whole = read(run_folder);
  EXPECT_EQ(whole.summary->trial_count, 15);
  const std::string meta = bytes(run_folder / "run_meta.json");
  EXPECT_TRUE(has(meta, "\"done_trials\": 2")) << meta;
  EXPECT_TRUE(has(meta, "\"done_trials\": 14")) << meta;
}

TEST_F(Running, HasAClockThatStandsStillUntilTheResume) {
  script.generate = [&](const Question&, std::size_t call, const std::stop_token&) {
    if (call == kBefore + 6) stop.request_stop();
    return answer_of("A red kite.");
  };
  const Instant start = now();
  outcome();
  std::this_thread::sleep_for(1s);
  stop = {};
  script = {};
  options.resume.emplace();
  const double elapsed_s = read(outcome().folder).summary->elapsed_s.value();
  EXPECT_LE(elapsed_s + 1, seconds_between(start, now()));
}

// A run that was interrupted after some trials.
class Resuming : public Running {
 protected:
  Resuming() {
    script.generate = [this](const Question&, std::size_t call, const std::stop_token&) {
      if (call == kBefore + 6) stop.request_stop();
      return answer_of("A red kite.");
    };
    run_folder = outcome().folder;
    stop = {};
    script = {};
    options.resume.emplace();
  }

  // The bytes of each file of the run, by its name.
  std::map<std::string, std::string> all_files() const {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::directory_iterator(run_folder)) {
      files[entry.path().filename()] = bytes(entry.path());
    }
    return files;
  }

  fs::path run_folder;
};

TEST_F(Resuming, IsRefusedWithOtherSettingsWhichItShows) {
  options.max_new_tokens = 64;
  options.seed = 9;
  const auto result = tried();
  ASSERT_FALSE(result);
  EXPECT_TRUE(has(result.error().message, "max_new_tokens: then 128, now 64"))
      << result.error().message;
  EXPECT_TRUE(has(result.error().message, "seed: then 0, now 9"));
  EXPECT_EQ(read(run_folder).trials.size(), 7u);
}

TEST_F(Resuming, IsRefusedWithOtherImages) {
  put_image("d.png");
  EXPECT_TRUE(has(tried().error().message, "image_set_sha256: then"));
}

TEST_F(Resuming, IsRefusedWithAnotherModel) {
  script.description.model_id = "acme/Other-1B";
  EXPECT_TRUE(has(tried().error().message, "model_id: then \"acme/Fake-1B\", now"));
}

TEST_F(Resuming, CutsOffATornLineAndAsksThatTrialAgain) {
  const std::string records = bytes(run_folder / "runs.jsonl");
  std::ofstream(run_folder / "runs.jsonl") << records.substr(0, records.size() - 40);
  EXPECT_EQ(outcome().end, RunEnd::Complete);
  expect_each_trial_once(run_folder, kTrials);
}

TEST_F(Resuming, AsksADamagedLinesTrialAgain) {
  std::string records = bytes(run_folder / "runs.jsonl");
  records[records.find('\n') + 1] = '#';
  std::ofstream(run_folder / "runs.jsonl") << records;
  EXPECT_EQ(outcome().end, RunEnd::Complete);
  EXPECT_EQ(read(run_folder).trials.size(), kTrials);
}

TEST_F(Resuming, TakesTheFolderThatIsGiven) {
  options.resume = run_folder;
  options.out = folder / "elsewhere";
  EXPECT_EQ(outcome().folder, run_folder);
}

TEST_F(Resuming, IsRefusedForACompleteRun) {
  outcome();
  options.resume = run_folder;
  EXPECT_TRUE(has(tried().error().message, "this run is complete"));
  options.resume.emplace();
  EXPECT_TRUE(has(tried().error().message, "no unfinished run of fake on Alder"));
}

// What is there to see, by name; engine.log grows with every engine that is started.
TEST_F(Resuming, TouchesNoFileWhereItIsRefused) {
  std::ofstream(run_folder / "runs.jsonl", std::ios::app) << R"({"order": 7, "ima)";
  std::ofstream(run_folder / "warmup.jsonl", std::ios::app) << R"({"order": 7, "ima)";
  std::ofstream(run_folder / "telemetry.csv", std::ios::app) << "0.5,nvml";
  const auto before = all_files();
  const auto expect_refusal = [&](const std::string& why) {
    const auto result = tried();
    ASSERT_FALSE(result) << why;
    EXPECT_TRUE(has(result.error().message, why)) << result.error().message;
    EXPECT_EQ(all_files(), before) << why;
  };
  options.seed = 9;  // known before the engine is loaded
  expect_refusal("seed: then 0, now 9");
  options.seed = 0;
  script.description.model_id = "acme/Other-1B";  // known only after that
  expect_refusal("model_id: then");
  script.description.model_id = "acme/Fake-1B";
  script.load_failure = Error{"out of memory"};
  expect_refusal("out of memory");
}

TEST_F(Resuming, MakesNoFileWhereItIsRefused) {
  for (const char* name : {"runs.jsonl", "warmup.jsonl"}) {
    const std::string content = bytes(run_folder / name);
    fs::remove(run_folder / name);
    const auto before = all_files();
    const auto result = tried();
    ASSERT_FALSE(result) << name;
    EXPECT_TRUE(has(result.error().message, std::string(name) + ": is missing"))
        << result.error().message;
    EXPECT_EQ(all_files(), before) << name;
    std::ofstream(run_folder / name) << content;
  }
  EXPECT_EQ(outcome().end, RunEnd::Complete);
}

TEST_F(Resuming, KeepsFieldsOfRunMetaThatSightmarkDoesNotKnow) {
  std::string meta = bytes(run_folder / "run_meta.json");
  std::ofstream(run_folder / "run_meta.json")
      << meta.replace(0, 1, R"({"site": {"room": 4}, "torch_version": "2.9",)");
  EXPECT_EQ(outcome().end, RunEnd::Complete);
  const std::string later = bytes(run_folder / "run_meta.json");
  EXPECT_TRUE(has(later, "\"room\": 4") && has(later, "\"torch_version\": \"2.9\"")) << later;
  EXPECT_EQ(read(run_folder).meta.interruption_count(), 1);
}

TEST_F(Resuming, IsRefusedWithAdviceWhereRunMetaIsDamaged) {
  const std::string meta = bytes(run_folder / "run_meta.json");
  std::ofstream(run_folder / "runs.jsonl", std::ios::app) << R"({"order": 7, "ima)";
  script.load_failure = Error{"the engine was started"};
  for (const std::string& damaged : {std::string(), meta.substr(0, 100), std::string("[]")}) {
    std::ofstream(run_folder / "run_meta.json") << damaged;
    const auto before = all_files();
    for (const fs::path& given : {fs::path(), run_folder}) {
      options.resume = given;
      const auto result = tried();
      ASSERT_FALSE(result);
      EXPECT_TRUE(has(result.error().message, "run_meta.json: empty or damaged"))
          << result.error().message;
      EXPECT_TRUE(has(result.error().message, "runs.jsonl")) << result.error().message;
      EXPECT_TRUE(has(result.error().message, "start a new run without --resume"));
      EXPECT_EQ(all_files(), before);
    }
  }
}

TEST_F(Resuming, KeepsEveryRecordWhereTheEngineCannotBeLoaded) {
  const std::string records = bytes(run_folder / "runs.jsonl");
  script.load_failure = Error{"out of memory"};
  EXPECT_FALSE(tried());
  EXPECT_EQ(bytes(run_folder / "runs.jsonl"), records);
}

TEST_F(Resuming, NamesALinkInTheRunsFolderAndFollowsNone) {
  for (const char* name : {"run_meta.json", "runs.jsonl", "warmup.jsonl", "telemetry.csv"}) {
    const fs::path target = folder / "victim";
    fs::rename(run_folder / name, target);
    fs::create_symlink(target, run_folder / name);
    std::ofstream(target, std::ios::app) << "torn";
    const std::string before = bytes(target);
    const auto result = tried();
    ASSERT_FALSE(result) << name;
    EXPECT_TRUE(has(result.error().message, name)) << result.error().message;
    EXPECT_TRUE(has(result.error().message, "symbolic link")) << result.error().message;
    EXPECT_EQ(bytes(target), before);
    fs::remove(run_folder / name);
    std::ofstream(run_folder / name) << before.substr(0, before.size() - 4);
    fs::remove(target);
  }
  EXPECT_EQ(outcome().end, RunEnd::Complete);
}

TEST_F(Resuming, IsNotDoneByTwoAtOnce) {
  script.generate = [&](const Question&, std::size_t, const std::stop_token&) {
    script = {};
    EXPECT_TRUE(has(tried().error().message, "another sightmark is writing"));
    return answer_of("A red kite.");
  };
  EXPECT_EQ(outcome().end, RunEnd::Complete);
}

// Without its engine: nothing is left to ask.
TEST_F(Resuming, OnlyHasToWriteTheSummaryWhereEveryTrialIsDone) {
  const RunSummary summary = outcome().summary;
  const auto before = all_files();
  script.load_failure = Error{"the engine was started"};
  for (const char* damaged : {"missing", "", "{\"total_runs\": "}) {
    fs::remove(run_folder / "summary.json");
    if (damaged != std::string("missing")) std::ofstream(run_folder / "summary.json") << damaged;
    const RunOutcome result = outcome();
    EXPECT_EQ(result.end, RunEnd::Complete);
    EXPECT_EQ(result.summary.model_id, "acme/Fake-1B");
    EXPECT_EQ(result.summary.trial_count, 15);
    EXPECT_NEAR(*result.summary.elapsed_s, *summary.elapsed_s, 1e-6);  // as records have it
    EXPECT_EQ(read(run_folder).summary->trial_count, 15);
    auto after = all_files();
    after["summary.json"] = before.at("summary.json");
    EXPECT_EQ(after, before);  // no other file was written
  }
}

}  // namespace
}  // namespace sightmark
