#include "record/run_meta.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

// Of a text without any wrong field.
RunMeta run_meta(const std::string& json) {
  std::vector<std::string> problems;
  auto meta = parse_run_meta(json, problems);
  EXPECT_TRUE(meta && problems.empty()) << json;
  return meta.value_or(RunMeta{});
}

RunMeta read_back(const RunMeta& run) { return run_meta(to_json(run)); }

RunMeta make_run_meta() {
  RunMeta run;
  run.model_key = "lynx";
  run.run_group = "g";
  run.host = "alder";
  run.device_name = "Alder";
  run.engine = "llama-server";
  run.engine_version = "b1";
  run.model_id = "acme/Lynx-2B";
  run.dtype = "q8_0";
  run.engine_facts = {{"model_sha256", std::string("abc")}, {"port", std::int64_t{1234}}};
  run.suite = "five-task";
  run.suite_version = "1";
  run.tasks = {{"caption", "why", "What is this?"}};
  run.image_count = 20;
  run.max_new_tokens = 128;
  run.power_sample_interval_ms = 100;
  run.load_time_s = 1.5;
  return run;
}

// With a value in every field that sightmark writes.
RunMeta make_full_run_meta() {
  RunMeta run = make_run_meta();
  run.schema_version = kSchemaVersion;
  run.sightmark_version = "1.2.3";
  run.backend = "cuda";
  run.timestamp = "2026-01-16T07:15:40.000000";
  run.is_prompt_cache_off = true;
  run.is_engine_remote = false;
  run.manifest = "images";
  run.image_set_sha256 = "cd";
  run.planned_trial_count = 60;
  run.warmup_count = 5;
  run.repeats = 3;
  run.batch_size = 1;
  run.temperature = 0;
  run.seed = -9'000'000'000;
  run.load_pattern = "open_loop";
  run.concurrency = 4;
  run.rate = 1.5;
  run.timeout_s = 60;
  run.cooldown_s = 2;
  run.durability = "record";
  run.is_power_measured = true;
  run.power_monitoring_method = "nvml:0";
  run.telemetry_began = "2026-01-16T07:15:42.667467";
  run.first_answer_ms = 12;
  run.first_answer_ttft_ms = 3;
  run.first_answer_error = "cut";
  run.idle_power_scope = PowerScope::GpuBoard;
  run.idle_power_w = 7.5;
  run.idle_power_duration_s = 5;
  run.machine_facts = {{"cpu_model", std::string("C")},
                       {"gpu_names", std::vector<std::string>{"G", "H"}}};
  run.state_before = {{"gpu_clock_mhz", 1300.5}, {"is_throttled", false}};
  run.interruptions = {{"2026-01-01", "2026-01-02", 12, 2.5}, {"2026-01-03", "2026-01-04", 15, {}}};
  return run;
}

TEST(RunMetaDocument, IsReadBackAsItWas) {
  const RunMeta run = make_full_run_meta(), read = read_back(run);
  EXPECT_EQ(to_json(read), to_json(run));  // so every field that is written is read, too
  EXPECT_EQ(to_json(run).find("null"), to_json(run).rfind("null"));  // of the second interruption
  EXPECT_EQ(read.backend, "cuda");
  EXPECT_EQ(read.engine_facts, run.engine_facts);
  EXPECT_EQ(read.machine_facts, run.machine_facts);
  EXPECT_EQ(read.state_before, run.state_before);
  EXPECT_EQ(read.tasks, run.tasks);
  EXPECT_EQ(read.seed, -9'000'000'000);
  EXPECT_EQ(read.first_answer_ms, 12);
  EXPECT_EQ(read.idle_power_scope, PowerScope::GpuBoard);
  EXPECT_EQ(read.interruption_count(), 2);
  EXPECT_EQ(read.interruptions->at(1).done_trial_count, 15);
}

TEST(RunMetaDocument, HasNullForWhatIsNotKnown) {
  const std::string json = to_json(RunMeta{});
  for (const char* key : {"load_time_seconds", "rate", "is_prompt_cache_off"}) {
    EXPECT_NE(json.find('"' + std::string(key) + "\": null"), std::string::npos) << key;
  }
  for (const char* key : {"first_answer", "idle_power", "torch_version"}) {
    EXPECT_EQ(json.find(key), std::string::npos) << key;
  }
}

TEST(RunMetaDocument, KeepsAllElseWhereAnInterruptionIsAdded) {
  const std::string earlier = R"({"site": "lab 4", "seed": 1.25, "idle_power": {"fan": "off"},)"
                              R"( "interruptions": [{"by": "me"}]})";
  const std::string later = with_interruption(earlier, {"2026-01-16T08:00:00.000000",
                                                        "2026-01-16T08:00:01.000000", 7, 2.5})
                                .value();
  EXPECT_EQ(later, R"({
  "site": "lab 4",
  "seed": 1.25,
  "idle_power": {
    "fan": "off"
  },
  "interruptions": [
    {
      "by": "me"
    },
    {
      "timestamp": "2026-01-16T08:00:00.000000",
      "telemetry_began": "2026-01-16T08:00:01.000000",
      "done_trials": 7,
      "load_time_seconds": 2.5
    }
  ]
}
)");
  EXPECT_EQ(
      run_meta(with_interruption(to_json(make_full_run_meta()), {}).value()).interruption_count(),
      make_full_run_meta().interruption_count().value_or(0) + 1);
}

TEST(RunMetaDocument, TakesNoInterruptionWhereItIsNoObject) {
  for (const char* damaged : {"", "[]", "{\"a\": ", "7"}) {
    EXPECT_FALSE(with_interruption(damaged, {})) << damaged;
  }
}

TEST(ParseRunMeta, TakesItsFields) {
  const RunMeta meta = run_meta(R"({"model_key": "k", "model_id": "acme/Lynx-2B",
      "run_group": "g", "device": "cuda", "device_name": "Alder", "dtype": "torch.float16",
      "suite": "s", "timestamp": "2025-03-03T09:00:00", "power_monitoring_method": "m",
      "num_images": 500, "max_new_tokens": 128, "warmup": 5})");
  EXPECT_EQ(meta.model_key, "k");
  EXPECT_EQ(meta.model_id, "acme/Lynx-2B");
  EXPECT_EQ(meta.run_group, "g");
  EXPECT_EQ(meta.device_name, "Alder");
  EXPECT_EQ(meta.dtype, "torch.float16");
  EXPECT_EQ(meta.suite, "s");
  EXPECT_EQ(meta.timestamp, "2025-03-03T09:00:00");
  EXPECT_EQ(meta.power_monitoring_method, "m");
  EXPECT_EQ(meta.image_count, 500);
  EXPECT_EQ(meta.max_new_tokens, 128);
  EXPECT_EQ(meta.load_time_s, std::nullopt);
}

TEST(ParseRunMeta, CountsInterruptions) {
  EXPECT_EQ(run_meta(R"({"interruptions": [{"done_trials": 3}, {}]})").interruption_count(), 2);
  EXPECT_EQ(run_meta("{}").interruption_count(), std::nullopt);
}

TEST(ParseRunMeta, TakesWhatIsNoFactForNone) {
  EXPECT_EQ(run_meta(R"({"machine": {"a": null, "b": {"c": 1}, "d": [1, "x", []], "e": 0.5}})")
                .machine_facts,
            (Facts{{"d", std::vector<std::string>{"x"}}, {"e", 0.5}}));
}

TEST(ParseRunMeta, TakesTheLoadTimeUnderEitherName) {
  EXPECT_EQ(run_meta(R"({"model_load_time_seconds": 4})").load_time_s, 4);
  EXPECT_EQ(run_meta(R"({"model_load_time_seconds": 4, "load_time_seconds": 3})").load_time_s, 3);
}

TEST(ParseRunMeta, NotesWrongFields) {
  std::vector<std::string> problems;
  EXPECT_TRUE(parse_run_meta(R"({"model_id": 5, "num_images": "many"})", problems));
  EXPECT_EQ(problems, (std::vector<std::string>{"field \"model_id\" is not a text",
                                                "field \"num_images\" is not a number"}));
}

TEST(ParseRunMeta, FailsWhereItIsNoObject) {
  std::vector<std::string> problems;
  EXPECT_FALSE(parse_run_meta("", problems));
  EXPECT_FALSE(parse_run_meta("{\"model_id\": ", problems));
  EXPECT_FALSE(parse_run_meta(R"({"seed": )" + std::string(100'000, '['), problems));
  EXPECT_EQ(parse_run_meta("[]", problems).error().message, "it is valid JSON, but not an object");
}

TEST(Differences, AreNoneBetweenTheSameSettings) {
  EXPECT_TRUE(differences(make_run_meta(), make_run_meta()).empty());
}

TEST(Differences, DoNotCountWhatMayDifferBetweenTwoStarts) {
  RunMeta now = make_run_meta();
  now.timestamp = "2026-01-01T00:00:00.000000";
  now.load_time_s = 99;
  now.engine_facts[1].value = std::int64_t{4321};
  now.power_sample_interval_ms = 10;
  EXPECT_TRUE(differences(make_run_meta(), now).empty());
}

TEST(Differences, NameTheFieldAndBothValues) {
  RunMeta now = make_run_meta();
  now.max_new_tokens = 64;
  const auto all = differences(make_run_meta(), now);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].field, "max_new_tokens");
  EXPECT_EQ(all[0].then, "128");
  EXPECT_EQ(all[0].now, "64");
}

TEST(Differences, AreFoundInPromptsModelFilesAndRate) {
  RunMeta now = make_run_meta();
  now.tasks[0].prompt = "What is that?";
  now.engine_facts[0].value = std::string("abd");
  now.rate = 3;
  std::vector<std::string> fields;
  for (const Difference& difference : differences(make_run_meta(), now)) {
    fields.push_back(difference.field);
  }
  EXPECT_EQ(fields, (std::vector<std::string>{"prompts", "rate", "model_sha256"}));
}

TEST(Differences, LeaveOutWhatIsNotKnownBeforeTheEngineIsLoaded) {
  RunMeta now = make_run_meta();
  now.engine = now.engine_version = now.model_id = now.dtype = "";
  now.engine_facts.clear();
  EXPECT_TRUE(differences(make_run_meta(), now).empty());
}

TEST(Differences, AreNoneBetweenAValueAndItselfAsWritten) {
  RunMeta now = make_run_meta();
  now.rate = 1.0 / 3;
  EXPECT_TRUE(differences(read_back(now), now).empty());
  EXPECT_EQ(differences(make_run_meta(), now).at(0).then, "nothing");
}

}  // namespace
}  // namespace sightmark
