#include "analyze/study_file.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

TEST(CommandLines, WriteTheStudyAndItsPartsAgain) {
  const auto lines = command_lines({.roots = {"dell_output", "thor_output"}, .out = "analysis"});
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0], "sightmark analyze dell_output thor_output --out analysis");
  EXPECT_EQ(lines[1], "sightmark plots dell_output thor_output --out analysis/vision_plots");
  EXPECT_EQ(lines[2], "sightmark captions dell_output thor_output --out analysis/caption_analysis");
}

TEST(CommandLines, KeepDeviceNames) {
  const auto lines =
      command_lines({.roots = {"a"}, .out = "out", .device_names = {{"a", "Dell Pro Max GB10"}}});
  EXPECT_EQ(lines[0], "sightmark analyze a --device-name 'a=Dell Pro Max GB10' --out out");
}

TEST(CommandLines, KeepBandwidthsWhereThereIsAnAudit) {
  const auto lines =
      command_lines({.roots = {"a"}, .out = "out", .bandwidth_by_device = {{"Orin", 204.8}}});
  EXPECT_EQ(lines[0], "sightmark analyze a --bandwidth Orin=204.8 --out out");
  EXPECT_EQ(lines[1], "sightmark plots a --out out/vision_plots");
}

TEST(CommandLines, KeepThePriceOfTheWholeStudy) {
  const auto lines = command_lines({.roots = {"a"}, .out = "out", .price = Price{0.3, "EUR"}});
  EXPECT_EQ(lines[0], "sightmark analyze a --price '0.3 EUR' --out out");
  EXPECT_EQ(lines[1], "sightmark plots a --out out/vision_plots");
}

TEST(CommandLines, AskForEveryTrialWhereThePageHasThem) {
  const auto lines = command_lines({.roots = {"a"}, .out = "out", .with_all_trials = true});
  EXPECT_EQ(lines[0], "sightmark analyze a --trials all --out out");
  EXPECT_EQ(lines[1], "sightmark plots a --out out/vision_plots");
}

TEST(CommandLines, QuoteWhatAShellWouldTakeApart) {
  const auto lines = command_lines({.roots = {"$(rm -rf ~)", "it's", ""}, .out = "a b"});
  EXPECT_EQ(lines[0], "sightmark analyze '$(rm -rf ~)' 'it'\\''s' '' --out 'a b'");
}

TEST(CommandLines, TakeNoRootForAnOption) {
  const auto lines = command_lines({.roots = {"-rf"}, .out = "out"});
  EXPECT_EQ(lines[0], "sightmark analyze ./-rf --out out");
}

}  // namespace
}  // namespace sightmark
