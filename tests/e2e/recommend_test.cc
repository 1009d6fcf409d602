#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "e2e/program.h"
#include "sample/sample_run.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

using Json = nlohmann::json;

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// 30 images in two tasks, of `latency_ms` and of three times as much, at 20 W.
SampleRun run_of(const std::string& model, double brief_ms, double long_ms) {
  SampleRun run;
  run.model_folder = run.model_key = model;
  run.model_id = "acme/" + model;
  run.power = SamplePower::SocRailsEnergy;
  for (int image = 0; image < 30; ++image) {
    for (const char* task : {"caption_brief", "attributes"}) {
      SampleTrial trial;
      trial.image_name = "image_" + std::to_string(image) + ".jpg";
      trial.task = task;
      trial.latency_ms = (trial.task == "attributes" ? long_ms : brief_ms) + image % 5;
      run.trials.push_back(trial);
    }
  }
  return run;
}

class Recommend : public testing::Test {
 protected:
  Recommend() {
    // Of 100 attributes Sprint takes less, of 100 brief captions Jogger.
    EXPECT_TRUE(write_sample_run(folder_.path(), run_of("Sprint", 500, 800)));
    EXPECT_TRUE(write_sample_run(folder_.path(), run_of("Jogger", 300, 1200)));
  }

  ProgramResult recommend(std::vector<std::string> rest) {
    rest.insert(rest.begin(), {"recommend", folder_.path().string()});
    return run_sightmark(rest);
  }
  Json answer(std::vector<std::string> rest) {
    rest.push_back("--json");
    return Json::parse(recommend(rest).out);
  }

  TemporaryFolder folder_;
};

TEST_F(Recommend, PicksByAUseCase) {
  const ProgramResult result = recommend({"--use-case", "real-time"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(says(result.out, "Pick\n  Sprint on ")) << result.out;
  for (const char* part : {"Runners-up\n", "What would change the answer\n", "Pareto front"}) {
    EXPECT_TRUE(says(result.out, part)) << part << result.out;
  }
  for (const char* key : {"detailed", "batch", "edge", "production", "balanced"}) {
    EXPECT_EQ(recommend({"--use-case", key}).exit_code, 0) << key;
  }
}

TEST_F(Recommend, PicksWithinLimits) {
  EXPECT_EQ(answer({"--minimize", "latency_p90"})["pick"]["model"], "Sprint");
  const Json limited = answer({"--minimize", "latency_p90", "--latency-mean", ">= 700 ms"});
  EXPECT_EQ(limited["pick"]["model"], "Jogger");  // means of 652 and 752 ms
  EXPECT_EQ(limited["ruled_out"][0]["runs"][0]["model"], "Sprint");
  EXPECT_EQ(limited["margin"]["relaxations"][0]["model"], "Sprint");
  EXPECT_NEAR(limited["margin"]["relaxations"][0]["needed"], 652, 1e-6);
  const Json none = answer({"--minimize", "latency_p90", "--latency-mean", "<= 1 ms"});
  EXPECT_TRUE(none["pick"].is_null());
  const ProgramResult said = recommend({"--minimize", "latency_p90", "--latency-mean", "<= 1 ms"});
  EXPECT_EQ(said.exit_code, 0);
  EXPECT_TRUE(says(said.out, "No run qualifies")) << said.out;
}

TEST_F(Recommend, WeightsTheTasksByAMix) {
  const auto pick = [&](const char* mix) {
    return answer({"--minimize", "latency_mean", "--mix", mix})["pick"];
  };
  EXPECT_EQ(pick("caption_brief=90,attributes=10")["model"], "Jogger");
  EXPECT_EQ(pick("caption_brief=10,attributes=90")["model"], "Sprint");
  EXPECT_EQ(pick("caption_brief=10,attributes=90")["metric"], "mix_latency_mean_ms");
  EXPECT_NEAR(pick("caption_brief=90,attributes=10")["value"], 0.9 * 302 + 0.1 * 1202, 1e-6);
  EXPECT_EQ(answer({"--use-case", "edge", "--mix", "caption_brief=1"})["pick"]["model"], "Jogger");
}

TEST_F(Recommend, SaysWhatAnswersCost) {
  const ProgramResult result = recommend({"--use-case", "edge", "--price", "0.36 EUR"});
  EXPECT_TRUE(says(result.out, "cost of 1,000 answers")) << result.out;
  EXPECT_TRUE(says(result.out, " EUR")) << result.out;
}

TEST_F(Recommend, ReportsWrongUsage) {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {},
           {"--use-case", "games"},
           {"--minimize", "speed"},
           {"--minimize", "success"},
           {"--maximize", "latency_p90"},
           {"--minimize", "latency_p90", "--maximize", "success"},
           {"--use-case", "edge", "--power", "30 W"},
           {"--use-case", "edge", "--power", "<= 30 ms"},
           {"--use-case", "edge", "--price", "cheap"},
           {"--use-case", "edge", "--mix", "caption_brief"},
           {"--use-case", "real-time", "--mix", "caption_brief=1"}}) {
    const ProgramResult result = recommend(arguments);
    EXPECT_EQ(result.exit_code, 2) << testing::PrintToString(arguments) << result.out;
    EXPECT_NE(result.err, "");
    EXPECT_EQ(result.out, "");
  }
  EXPECT_EQ(
      run_sightmark({"recommend", (folder_ / "none").string(), "--use-case", "edge"}).exit_code, 1);
}

TEST_F(Recommend, SetsRunsApartThatMayNotBeCompared) {
  SampleRun cut = run_of("Cutter", 100, 100);
  cut.max_new_tokens = 80;
  ASSERT_TRUE(write_sample_run(folder_.path(), cut));
  const std::string text = recommend({"--use-case", "real-time"}).out;
  for (const char* part :
       {"2 of 3 complete runs qualify and may be compared.", "Pick\n  Sprint on ",
        "Not compared, since they differ", "  with at most 80 tokens per answer: Cutter on "}) {
    EXPECT_TRUE(says(text, part)) << part << text;
  }
  EXPECT_EQ(answer({"--use-case", "real-time"})["not_compared"][0]["within"],
            "with at most 80 tokens per answer");
}

TEST_F(Recommend, ShowsHostileTextsHarmlessly) {
  SampleRun hostile = run_of("evil", 100, 100);
  hostile.model_id = "acme/\x1b[31m\n\xe2\x80\xae";
  ASSERT_TRUE(write_sample_run(folder_.path(), hostile));
  const ProgramResult result = recommend({"--use-case", "real-time"});
  EXPECT_FALSE(says(result.out, "\x1b")) << result.out;
  EXPECT_FALSE(says(result.out, "\xe2\x80\xae")) << result.out;
  EXPECT_TRUE(Json::accept(recommend({"--use-case", "real-time", "--json"}).out));
}

}  // namespace
}  // namespace sightmark
