#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "e2e/program.h"
#include "e2e/text_check.h"
#include "sample/sample_run.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

using Json = nlohmann::json;

// A run of 60 images whose latencies are `factor` times 1,000 ms, more or less.
SampleRun run_of(const std::string& name, double factor) {
  SampleRun run;
  run.run_folder = name;
  for (int image = 0; image < 60; ++image) {
    SampleTrial trial;
    trial.image_name = "image_" + std::to_string(image) + ".jpg";
    trial.image_index = image;
    trial.latency_ms = factor * (700 + 10 * image + (image * 7 % 5));
    run.trials.push_back(trial);
  }
  return run;
}

class Compare : public testing::Test {
 protected:
  std::string write(const SampleRun& run) {
    EXPECT_TRUE(write_sample_run(folder_.path(), run));
    return (folder_ / run.root / run.model_folder / run.run_folder).string();
  }

  TemporaryFolder folder_;
  std::string before_ = write(run_of("before", 1)), slower_ = write(run_of("slower", 1.1)),
              same_ = write(run_of("same", 1.001));
};

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(Compare, SaysWhatDiffersAndWhatDoesNot) {
  const ProgramResult slower = run_sightmark({"compare", before_, slower_});
  EXPECT_EQ(slower.exit_code, 0) << slower.err;
  EXPECT_TRUE(says(slower.out, "60 pairs of trials about 60 images")) << slower.out;
  EXPECT_TRUE(says(slower.out, "slower\n")) << slower.out;
  const ProgramResult same = run_sightmark({"compare", before_, same_});
  EXPECT_FALSE(says(same.out, "slower\n")) << same.out;
  EXPECT_TRUE(says(same.out, "equivalent\n")) << same.out;
}

TEST_F(Compare, EndsAsTheGatesSay) {
  const auto exit_code = [&](std::vector<std::string> rest) {
    rest.insert(rest.begin(), {"compare", before_, slower_});
    return run_sightmark(rest).exit_code;
  };
  EXPECT_EQ(exit_code({"--fail-if", "latency_p90 > +15%"}), 0);
  EXPECT_EQ(exit_code({"--fail-if", "latency_p90 > +5%"}), 5);
  EXPECT_EQ(exit_code({"--fail-if", "ttft_p90 > +5%"}), 6);       // not recorded
  EXPECT_EQ(exit_code({"--fail-if", "success < -2 points"}), 6);  // 60 images are too few
  EXPECT_EQ(exit_code({"--fail-if", "ttft_p90 > +5%", "--fail-if", "latency_mean > 5%"}), 5);
  EXPECT_EQ(exit_code({"--fail-if", "latency_mean > 5"}), 2);
  EXPECT_EQ(exit_code({"--fail-if", "speed > 5%"}), 2);
}

TEST_F(Compare, RefusesWhatIsWrongToCompareUnlessForced) {
  SampleRun other = run_of("other", 1.1);
  other.max_new_tokens = 64;
  const std::string run = write(other);
  const std::string gate = "latency_mean > 5%";
  const ProgramResult refused = run_sightmark({"compare", before_, run, "--fail-if", gate});
  EXPECT_EQ(refused.exit_code, 6);
  EXPECT_TRUE(says(refused.out, "at most 64 tokens per answer in B")) << refused.out;
  const ProgramResult forced =
      run_sightmark({"compare", before_, run, "--fail-if", gate, "--force"});
  EXPECT_EQ(forced.exit_code, 5);
  EXPECT_TRUE(says(forced.out, "Compared with --force")) << forced.out;

  other = run_of("asked", 1.1);
  for (SampleTrial& trial : other.trials) trial.task_prompt = "What is this?";
  const ProgramResult asked = run_sightmark({"compare", before_, write(other), "--json"});
  EXPECT_EQ(asked.exit_code, 0);
  const Json metrics = Json::parse(asked.out)["metrics"];
  EXPECT_TRUE(metrics[0].contains("obstacles")) << metrics[0];  // mean latency
  EXPECT_FALSE(metrics[0].contains("ratio"));
  EXPECT_TRUE(metrics.back().contains("difference_points")) << metrics.back();  // success
}

TEST_F(Compare, PrintsJson) {
  const ProgramResult result =
      run_sightmark({"compare", before_, slower_, "--json", "--fail-if", "latency_mean > 5%"});
  EXPECT_EQ(result.exit_code, 5);
  const Json json = Json::parse(result.out);
  EXPECT_EQ(json["a"]["run"], before_);
  EXPECT_EQ(json["a"]["device"], "Alder");  // of the root folder, two above
  EXPECT_EQ(json["pairs"], 60);
  const Json& latency = json["metrics"][0];
  EXPECT_EQ(latency["metric"], "latency_mean");
  EXPECT_EQ(latency["verdict"], "higher");
  EXPECT_NEAR(latency["ratio"], 1.1, 1e-9);
  EXPECT_NEAR(latency["ratio_low"], 1.1, 1e-9);
  EXPECT_NEAR(latency["median_ratio"], 1.1, 1e-9);
  EXPECT_EQ(json["metrics"].back()["metric"], "success");
  EXPECT_EQ(json["metrics"].back()["difference_points"], 0);
  EXPECT_EQ(json["gates"][0]["outcome"], "fails");
}

TEST_F(Compare, WantsOneRunOnEitherSide) {
  EXPECT_EQ(run_sightmark({"compare", before_}).exit_code, 2);
  const ProgramResult several =
      run_sightmark({"compare", before_, (folder_ / "alder_output").string()});
  EXPECT_EQ(several.exit_code, 1);
  EXPECT_TRUE(says(several.err, "it holds 3 runs")) << several.err;
  EXPECT_EQ(run_sightmark({"compare", before_, (folder_ / "none").string()}).exit_code, 1);
}

TEST_F(Compare, ShowsHostileTextsHarmlessly) {
  SampleRun hostile = run_of("hostile", 1);
  hostile.model_id = "acme/\x1b[31mLynx\n\xe2\x80\xae";
  hostile.device_name = "\x1b]0;title\x07";
  for (SampleTrial& trial : hostile.trials) {
    trial.task = "\x1b[2J";
    trial.task_prompt = "one";
  }
  const std::string a = write(hostile);
  hostile.run_folder = "hostile2";
  for (SampleTrial& trial : hostile.trials) trial.task_prompt = "two";
  const ProgramResult result = run_sightmark({"compare", a, write(hostile)});
  EXPECT_FALSE(says(result.out, "\x1b")) << result.out;
  EXPECT_FALSE(says(result.out, "\xe2\x80\xae"));
  EXPECT_TRUE(says(result.out, "differ in the prompts of 1 task")) << result.out;
  const ProgramResult json = run_sightmark({"compare", a, a, "--json"});
  EXPECT_TRUE(Json::accept(json.out)) << json.out;
}

}  // namespace
}  // namespace sightmark
