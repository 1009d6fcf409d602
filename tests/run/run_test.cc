#include "run/run.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "fakes/fake_power_meter.h"
#include "run/plan.h"
#include "run/running.h"

namespace sightmark {
namespace {

using namespace std::chrono_literals;

TEST_F(Running, LeavesARunThatTheReaderReads) {
  const RunOutcome result = outcome();
  EXPECT_EQ(result.end, RunEnd::Complete);
  EXPECT_EQ(result.folder.parent_path(), options.out / "Alder" / "fake");
  const RunOnDisk whole = read(result.folder);
  EXPECT_TRUE(whole.problems.messages.empty());
  ASSERT_TRUE(whole.summary);
  EXPECT_EQ(whole.summary->trial_count, 15);
  EXPECT_EQ(whole.meta.model_id, "acme/Fake-1B");
  EXPECT_EQ(whole.meta.device_name, "Alder");
  EXPECT_EQ(whole.meta.image_count, 3);
  ASSERT_EQ(whole.trials.size(), kTrials);
  EXPECT_EQ(whole.trials[0].output_text, "A red kite.");
  EXPECT_EQ(whole.trials[0].response_tokens, 3);
  EXPECT_EQ(whole.trials[0].prompt_tokens, 20);
  expect_each_trial_once(result.folder, kTrials);
}

TEST_F(Running, AsksInTheOrderOfThePlan) {
  options.seed = 4;
  const RunOnDisk whole = read(outcome().folder);
  const auto plan = make_plan(3, 5, 1, 4);
  const std::string names = "abc";
  for (std::size_t i = 0; i < kTrials; ++i) {
    EXPECT_EQ(whole.trials[i].image, std::string(1, names[plan[i].image_index]) + ".png") << i;
  }
}

TEST_F(Running, GivesTheEngineTheWholeQuestion) {
  options.max_new_tokens = 77;
  options.timeout = 4s;
  options.seed = 5;
  script.generate = [](const Question& question, std::size_t, const std::stop_token&) {
    EXPECT_EQ(question.media_type, "image/png");
    EXPECT_TRUE(question.image_path.starts_with('/'));
    EXPECT_TRUE(question.image_bytes.starts_with("\x89PNG"));
    EXPECT_FALSE(question.prompt.empty());
    EXPECT_EQ(question.max_new_tokens, 77);
    EXPECT_EQ(question.timeout, 4s);
    EXPECT_EQ(question.seed, 5);
    return answer_of("A red kite.");
  };
  EXPECT_EQ(outcome().end, RunEnd::Complete);
}

TEST_F(Running, CountsNeitherTheFirstAnswerNorTheWarmUp) {
  fail_calls(0, kBefore, FailureKind::Malformed);
  const RunOutcome result = outcome();
  EXPECT_EQ(result.summary.error_count, 0);
  EXPECT_EQ(read(result.folder).trials.size(), kTrials);
  const auto before = lines(result.folder / "warmup.jsonl");
  ASSERT_EQ(before.size(), kBefore);
  EXPECT_TRUE(has(before[0], R"("phase":"first_answer")"));
  EXPECT_TRUE(has(before[1], R"("phase":"warmup")"));
  EXPECT_EQ(result.meta.first_answer_error, "as scripted");
}

TEST_F(Running, RecordsEveryKindOfFailure) {
  constexpr FailureKind kKinds[] = {FailureKind::Refused,    FailureKind::Timeout,
                                    FailureKind::HttpStatus, FailureKind::RateLimited,
                                    FailureKind::Malformed,  FailureKind::CutStream,
                                    FailureKind::Empty,      FailureKind::InvalidText,
                                    FailureKind::Rejected,   FailureKind::Died};
  script.generate = [&](const Question&, std::size_t call, const std::stop_token&) {
    const std::size_t i = call - kBefore;
    return i < std::size(kKinds) ? failure_of(kKinds[i], "as scripted") : answer_of("A red kite.");
  };
  const RunOutcome result = outcome();
  EXPECT_EQ(result.end, RunEnd::Complete);
  EXPECT_EQ(result.summary.error_count, 10);
  const auto records = lines(result.folder / "runs.jsonl");
  for (std::size_t i = 0; i < std::size(kKinds); ++i) {
    const std::string kind(failure_kind_name(kKinds[i]));
    EXPECT_TRUE(has(records[i], "\"error_kind\":\"" + kind + '"')) << records[i];
  }
  const RunOnDisk whole = read(result.folder);
  EXPECT_EQ(whole.trials[6].error, "empty_generation");  // as the reference calls it
  EXPECT_EQ(whole.trials[7].error, "as scripted");
}

TEST_F(Running, EndsWhereAnImageHasGone) {
  script.generate = [&](const Question&, std::size_t call, const std::stop_token&) {
    if (call + 1 == kBefore) fs::remove(folder / "images" / "b.png");
    return answer_of("A red kite.");
  };
  const auto result = tried();
  ASSERT_FALSE(result);
  EXPECT_TRUE(has(result.error().message,
                  "b.png: cannot open: No such file or directory; what was "
                  "measured is kept, and --resume continues the run"));
  EXPECT_FALSE(has(bytes(only_run_folder() / "runs.jsonl"), "b.png"));

  put_image("b.png");
  script = {};
  options.resume.emplace();
  const RunOutcome resumed = outcome();
  EXPECT_EQ(resumed.end, RunEnd::Complete);
  EXPECT_EQ(resumed.summary.error_count, 0);
}

TEST_F(Running, CountsAShortageOfThisMachineAgainstNoModel) {
  fail_calls(kBefore + 3, 1, FailureKind::Local);
  const auto result = tried();
  ASSERT_FALSE(result);
  EXPECT_TRUE(has(result.error().message, "as scripted; what was measured is kept"));
  EXPECT_EQ(lines(only_run_folder() / "runs.jsonl").size(), 3u);
}

TEST_F(Running, RefusesAPlanThatWouldTakeAllMemory) {
  options.repeats = 1'000'000'000;
  const auto result = tried();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message,
            "3 images, 5 tasks and 1000000000 repeats are 15000000000 trials, and a run holds at "
            "most 500000: lower --repeats or set --limit");
  EXPECT_FALSE(fs::exists(options.out));
}

TEST_F(Running, StopsAfterFailuresInARow) {
  options.max_failures = 4;
  fail_calls(kBefore + 3, 1000, FailureKind::Refused);
  const RunOutcome result = outcome();
  EXPECT_EQ(result.end, RunEnd::TooManyFailures);
  EXPECT_EQ(result.reason, "4 failures in a row, the last one: as scripted");
  EXPECT_EQ(read(result.folder).trials.size(), 7u);
  EXPECT_FALSE(fs::exists(result.folder / "summary.json"));
}

TEST_F(Running, GoesOnWhereFailuresAreNotInARow) {
  options.max_failures = 4;
  script.generate = [](const Question&, std::size_t call, const std::stop_token&) {
    return call % 4 == 0 ? answer_of("A red kite.") : failure_of(FailureKind::Timeout, "slow");
  };
  EXPECT_EQ(outcome().end, RunEnd::Complete);
}

TEST_F(Running, StopsWhereTheEngineDied) {
  script.generate = [&](const Question&, std::size_t call, const std::stop_token&) {
    if (call < kBefore + 5) return answer_of("A red kite.");
    *script.is_dead = true;
    return failure_of(FailureKind::Died, "it ended");
  };
  const RunOutcome result = outcome();
  EXPECT_EQ(result.end, RunEnd::EngineDied);
  EXPECT_EQ(result.reason, "the fake ended: exit code 3");
  EXPECT_EQ(read(result.folder).trials.size(), 6u);
}

TEST_F(Running, FailsWhereTheEngineCannotBeLoaded) {
  script.load_failure = Error{"out of memory"};
  const auto result = tried();
  ASSERT_FALSE(result);
  EXPECT_TRUE(has(result.error().message, "out of memory"));
  for (const auto& entry : fs::directory_iterator(options.out / "Alder" / "fake")) {
    EXPECT_FALSE(fs::exists(entry.path() / "run_meta.json"));  // so that no reader takes it for one
  }
}

TEST_F(Running, RecordsNothingOfThisMachineIfTheEngineIsRemote) {
  options.is_engine_remote = true;
  const RunOutcome result = outcome();
  const std::string record = lines(result.folder / "runs.jsonl").at(0);
  for (const char* key : {"sys_before", "sys_after", "memory"}) {
    EXPECT_FALSE(has(record, key)) << record;
  }
  ASSERT_EQ(result.warnings.size(), 1u);
  EXPECT_TRUE(has(result.warnings[0], "on another machine"));
}

TEST_F(Running, CanBeResumedWhereItWasStoppedAtItsFirstQuestion) {
  script.generate = [&](const Question&, std::size_t, const std::stop_token&) {
    stop.request_stop();
    return failure_of(FailureKind::Cancelled, "stopped");
  };
  const RunOutcome begun = outcome();
  EXPECT_EQ(begun.end, RunEnd::Interrupted);
  stop = {};
  script = {};
  options.resume.emplace();
  EXPECT_EQ(outcome().folder, begun.folder);
  expect_each_trial_once(begun.folder, kTrials);
}

TEST_F(Running, HasALoadTimeOnlyWhereTheEngineRunsHere) {
  EXPECT_EQ(read(outcome().folder).meta.load_time_s, std::nullopt);
  script.processes = {::getpid()};
  EXPECT_NE(read(outcome().folder).meta.load_time_s, std::nullopt);
}

TEST_F(Running, TakesTheEnginesWordForThePrecisionElseTheUsers) {
  options.dtype = "fp16";
  EXPECT_EQ(read(outcome().folder).meta.dtype, "fp16");
  script.description.dtype = "q8_0";
  EXPECT_EQ(read(outcome().folder).meta.dtype, "q8_0");
}

TEST_F(Running, CopiesWhatIsKnownOfTheImages) {
  std::ofstream(folder / "manifest.jsonl")
      << R"({"image": "images/a.png", "caption": "a kite"})" << '\n';
  options.images = folder / "manifest.jsonl";
  const std::string truth = bytes(outcome().folder / "truth.jsonl");
  EXPECT_TRUE(has(truth, R"("image_name": "a.png")")) << truth;
  EXPECT_TRUE(has(truth, "a kite")) << truth;
}

TEST_F(Running, RecordsPathsOnlyBelowTheFolder) {
  fs::create_directories(folder / "images" / "sub");
  put_image("sub/d.png");
  const std::string records = bytes(outcome().folder / "runs.jsonl");
  EXPECT_TRUE(has(records, R"("image_path":"sub/d.png")"));
  EXPECT_FALSE(has(records, folder.path().string()));
}

TEST_F(Running, EndsWhereItIsStoppedAndRecordsNothingOfTheTrialUnderWay) {
  script.generate = [&](const Question&, std::size_t call, const std::stop_token&) {
    if (call < kBefore + 4) return answer_of("A red kite.");
    stop.request_stop();
    return failure_of(FailureKind::Cancelled, "stopped");
  };
  const RunOutcome result = outcome();
  EXPECT_EQ(result.end, RunEnd::Interrupted);
  EXPECT_EQ(read(result.folder).trials.size(), 4u);
  EXPECT_FALSE(fs::exists(result.folder / "summary.json"));
}

TEST_F(Running, CountsLatencyFromTheScheduleInAnOpenLoop) {
  constexpr auto kTime = 5ms;
  options.load = {.concurrency = 1, .rate = 1e6};  // all but at once
  options.warmup = 0;
  script.generate = [&](const Question&, std::size_t, const std::stop_token&) {
    const Instant sent = now();
    std::this_thread::sleep_for(kTime);
    Generation answer = answer_of("A red kite.");
    answer.sent = sent;
    return answer;
  };
  const RunOnDisk whole = read(outcome().folder);
  for (std::size_t i = 0; i < kTrials; ++i) {
    const double least_ms = 5.0 * static_cast<double>(i);  // it waited for those before it
    EXPECT_GE(*whole.trials[i].latency_ms, least_ms) << i;
  }
}

TEST_F(Running, AsksEachTrialOnceHoweverManyAreUnderWay) {
  options.load = {.concurrency = 6, .rate = 5000};
  options.repeats = 10;
  const RunOutcome result = outcome();
  EXPECT_EQ(result.end, RunEnd::Complete);
  expect_each_trial_once(result.folder, 10 * kTrials);
}

TEST_F(Running, KeepsWhatManyThreadsHadRecordedWhereTheEngineDied) {
  options.load.concurrency = 6;
  options.repeats = 10;
  script.generate = [&](const Question&, std::size_t call, const std::stop_token&) {
    if (call < kBefore + 50) return answer_of("A red kite.");
    *script.is_dead = true;
    return failure_of(FailureKind::Died, "it ended");
  };
  const RunOutcome result = outcome();
  EXPECT_EQ(result.end, RunEnd::EngineDied);
  const RunOnDisk whole = read(result.folder);
  EXPECT_EQ(whole.problems.duplicate_count, 0u);
  EXPECT_GE(whole.trials.size(), 51u);
  EXPECT_LE(whole.trials.size(), 56u);  // those under way
}

// Waits until the meter was read some more, so that a window has samples however busy the machine.
EngineScript reading_script(FakePowerMeter& meter) {
  EngineScript script;
  script.generate = [&meter](const Question&, std::size_t, const std::stop_token&) {
    const Instant sent = now();
    for (const int enough = meter.read_count + 4; meter.read_count < enough;) {
      std::this_thread::sleep_for(1ms);
    }
    Generation answer = answer_of("A red kite.");
    answer.sent = sent;
    return answer;
  };
  return script;
}

TEST_F(Running, RecordsPowerAndEnergyOfATrial) {
  auto meter = std::make_unique<FakePowerMeter>();
  script = reading_script(*meter);
  options.sample_hz = 1000;
  std::vector<std::unique_ptr<PowerMeter>> meters;
  meters.push_back(std::move(meter));
  const RunOutcome result = outcome(std::move(meters));
  const RunOnDisk whole = read(result.folder);
  for (const Trial& trial : whole.trials) {
    EXPECT_EQ(trial.power_scope, PowerScope::GpuBoard);
    EXPECT_NEAR(*trial.power_w, 50, 1e-6);
    EXPECT_NEAR(*trial.energy_j, 50 * *trial.latency_ms / 1000, 0.01);
  }
  ASSERT_TRUE(result.summary.energy_j);
  EXPECT_NEAR(*result.summary.energy_j, 50 * *result.summary.elapsed_s, 0.5);
  EXPECT_NEAR(whole.summary->energy_j.value(), *result.summary.energy_j, 1e-5);
  EXPECT_EQ(whole.meta.power_monitoring_method, "fake");
}

TEST_F(Running, RecordsNoEnergyOfATrialWhereRequestsOverlap) {
  auto meter = std::make_unique<FakePowerMeter>();
  script = reading_script(*meter);
  options.sample_hz = 1000;
  options.load.concurrency = 3;
  std::vector<std::unique_ptr<PowerMeter>> meters;
  meters.push_back(std::move(meter));
  const RunOutcome result = outcome(std::move(meters));
  const RunOnDisk whole = read(result.folder);
  expect_each_trial_once(result.folder, kTrials);
  for (const Trial& trial : whole.trials) {
    EXPECT_EQ(trial.power_scope, PowerScope::GpuBoard);
    EXPECT_EQ(trial.energy_j, std::nullopt);
    EXPECT_EQ(trial.power_w, std::nullopt);  // else a reader would make an energy of it
  }
  EXPECT_NEAR(whole.summary->power_w.value(), 50, 0.5);
  EXPECT_TRUE(whole.summary->energy_j);
}

TEST_F(Running, MeasuresIdlePowerBeforeTheEngineIsStarted) {
  options.idle_s = 0.3;
  options.sample_hz = 1000;
  std::vector<std::unique_ptr<PowerMeter>> meters;
  meters.push_back(std::make_unique<FakePowerMeter>());
  const RunOutcome result = outcome(std::move(meters));
  ASSERT_TRUE(result.meta.idle_power_w);
  EXPECT_NEAR(*result.meta.idle_power_w, 50, 1e-6);
  EXPECT_TRUE(has(bytes(result.folder / "run_meta.json"), "\"idle_power\""));
}

TEST_F(Running, DoesNotCountCooldowns) {
  options.cooldown_s = 0.1;
  const Instant start = now();
  const double elapsed_s = read(outcome().folder).summary->elapsed_s.value();
  EXPECT_LE(elapsed_s + kTrials * 0.1, seconds_between(start, now()));
}

TEST_F(Running, WarnsOfAPromptCache) {
  script.description.is_prompt_cache_off = false;
  const RunOutcome result = outcome();
  ASSERT_EQ(result.warnings.size(), 1u);
  EXPECT_TRUE(has(result.warnings[0], "prompt cache is on"));
}

}  // namespace
}  // namespace sightmark
