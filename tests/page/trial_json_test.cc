#include "page/page_data.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace sightmark {
namespace {

using Json = nlohmann::json;

TEST(TrialJson, HoldsWhatIsKnownAndNothingElse) {
  const RunExcerpt excerpt{.trials = {{.index = 7,
                                       .reason = ExcerptReason::Slowest,
                                       .image = "a.png",
                                       .task = 1,
                                       .answer = "two\nlines\x1b[31m",
                                       .latency_ms = 12.34567}},
                           .latency_percentiles_ms = {1, 2},
                           .course = {{.at = 1, .latency_ms = 5}}};
  const Json json = Json::parse(to_json(excerpt));
  const Json& trial = json["trials"][0];
  EXPECT_EQ(trial["index"], 7);
  EXPECT_EQ(trial["reason"], "slowest");
  EXPECT_EQ(trial["answer"], "two\nlines\uFFFD[31m");
  EXPECT_EQ(trial["latency_ms"], 12.346);
  EXPECT_FALSE(trial.contains("energy_j"));
  EXPECT_FALSE(trial.contains("error"));
  EXPECT_EQ(json["percentiles"], Json({1.0, 2.0}));
  EXPECT_EQ(json["course"][0], Json({1.0, 5.0, nullptr}));
}

}  // namespace
}  // namespace sightmark
