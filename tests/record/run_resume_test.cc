#include "record/run_resume.h"

#include <gtest/gtest.h>

#include "record/record_parser.h"
#include "record/run_description.h"

namespace sightmark {
namespace {

RunDescription make_description() {
  RunDescription run{.model_key = "lynx", .run_group = "g", .host = "alder"};
  run.device_name = "Alder";
  run.engine = "llama-server";
  run.engine_version = "b1";
  run.model_id = "acme/Lynx-2B";
  run.dtype = "q8_0";
  run.engine_facts = {{"model_sha256", std::string("abc")}, {"port", std::int64_t{1234}}};
  run.suite = {"five-task", "1", {{"caption", "why", "What is this?"}}};
  run.image_count = 20;
  run.max_new_tokens = 128;
  run.sample_hz = 10;
  run.load_time_s = 1.5;
  return run;
}

std::vector<Difference> found(const RunDescription& then, const RunDescription& now) {
  return differences(to_json(then), to_json(now)).value();
}

TEST(Differences, AreNoneBetweenTheSameSettings) {
  EXPECT_TRUE(found(make_description(), make_description()).empty());
}

TEST(Differences, DoNotCountWhatMayDifferBetweenTwoStarts) {
  RunDescription now = make_description();
  now.timestamp = "2026-01-01T00:00:00.000000";
  now.load_time_s = 99;
  now.engine_facts[1].value = std::int64_t{4321};
  now.sample_hz = 100;
  EXPECT_TRUE(found(make_description(), now).empty());
}

TEST(Differences, TellTheFieldAndBothValues) {
  RunDescription now = make_description();
  now.max_new_tokens = 64;
  const auto all = found(make_description(), now);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].field, "max_new_tokens");
  EXPECT_EQ(all[0].then, "128");
  EXPECT_EQ(all[0].now, "64");
}

TEST(Differences, AreFoundInPromptsModelFilesAndRate) {
  RunDescription now = make_description();
  now.suite.tasks[0].prompt = "What is that?";
  now.engine_facts[0].value = std::string("abd");
  now.rate = 3;
  std::vector<std::string> fields;
  for (const Difference& difference : found(make_description(), now)) {
    fields.push_back(difference.field);
  }
  EXPECT_EQ(fields, (std::vector<std::string>{"prompts", "rate", "model_sha256"}));
}

TEST(Differences, LeaveOutWhatIsNotKnownBeforeTheEngineIsLoaded) {
  RunDescription now = make_description();
  now.engine = now.engine_version = now.model_id = now.dtype = "";
  now.engine_facts.clear();
  EXPECT_TRUE(found(make_description(), now).empty());
}

TEST(Differences, FailWhereTheDocumentIsDamaged) {
  EXPECT_FALSE(differences("{\"seed\": ", to_json(make_description())));
  EXPECT_FALSE(differences("[]", to_json(make_description())));
  const std::string deep = R"({"seed": )" + std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_FALSE(differences(deep + '}', to_json(make_description())));
}

TEST(WithInterruption, AddsOneAndKeepsTheRest) {
  const std::string once =
      with_interruption(to_json(make_description()), {"2026-01-01", "2026-01-02", 12, 2.5}).value();
  const std::string twice = with_interruption(once, {"2026-01-03", "2026-01-04", 15, {}}).value();
  EXPECT_NE(twice.find("\"done_trials\": 12"), std::string::npos);
  EXPECT_NE(twice.find("\"done_trials\": 15"), std::string::npos);
  EXPECT_TRUE(differences(twice, to_json(make_description()))->empty());
}

TEST(RunDescription, IsReadAsAReferenceRunMeta) {
  RecordParser parser;
  const auto parsed = parser.parse_run_meta(to_json(make_description())).value();
  EXPECT_TRUE(parsed.field_problems.empty());
  const RunMeta& meta = parsed.value;
  EXPECT_EQ(meta.model_key, "lynx");
  EXPECT_EQ(meta.model_id, "acme/Lynx-2B");
  EXPECT_EQ(meta.device_name, "Alder");
  EXPECT_EQ(meta.dtype, "q8_0");
  EXPECT_EQ(meta.suite, "five-task");
  EXPECT_EQ(meta.image_count, 20);
  EXPECT_EQ(meta.max_new_tokens, 128);
  EXPECT_EQ(meta.load_time_s, 1.5);
}

}  // namespace
}  // namespace sightmark
