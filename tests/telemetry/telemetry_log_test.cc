#include "telemetry/telemetry_log.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

using namespace std::chrono_literals;

const std::string kHeader = "time_s,source,rail,scope,unit,value\n";

std::string content(const std::filesystem::path& path) {
  return read_file(path, 1 << 20).value_or("?");
}

TEST(TelemetryRows, HaveTimeSeriesAndValue) {
  const Instant start = now();
  TelemetryRows rows(start, true);
  const std::string power = series_key("nvml:0 A, B", "=board", PowerScope::GpuBoard, "W");
  rows.add(start + 1500ms, power, 12.34567);
  rows.add(start + 2s, series_key("cpu", "busy", std::nullopt, "s"), 3);
  EXPECT_EQ(rows.take(),
            "1.500000,\"nvml:0 A, B\",'=board,gpu_board,W,12.346\n2.000000,cpu,busy,,s,3.000\n");
  EXPECT_EQ(rows.take(), "");
}

TEST(TelemetryRows, ThatNoOneWantsAreNotKept) {
  TelemetryRows rows(now(), false);
  rows.add(now(), ",a,b,c,d,", 1);
  EXPECT_EQ(rows.take(), "");
}

TEST(TelemetryLog, HasAHeaderOnce) {
  const TemporaryFolder folder;
  ASSERT_TRUE(TelemetryLog::open(folder / "t.csv")->append("1,a,b,,W,2\n"));
  ASSERT_TRUE(TelemetryLog::open(folder / "t.csv")->append("3,a,b,,W,4\n"));
  EXPECT_EQ(content(folder / "t.csv"), kHeader + "1,a,b,,W,2\n3,a,b,,W,4\n");
}

TEST(TelemetryLog, CutsATornRowOff) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "t.csv", kHeader + "1,a,b,,W,2\n3,a,b,"));
  ASSERT_TRUE(TelemetryLog::open(folder / "t.csv"));
  EXPECT_EQ(content(folder / "t.csv"), kHeader + "1,a,b,,W,2\n");
  ASSERT_TRUE(write_file(folder / "t.csv", "time_s,sou"));
  ASSERT_TRUE(TelemetryLog::open(folder / "t.csv"));
  EXPECT_EQ(content(folder / "t.csv"), kHeader);
  std::string rows = kHeader;
  while (rows.size() < 10000) rows += "1,a,b,,W,2\n";
  ASSERT_TRUE(write_file(folder / "t.csv", rows + "3,"));
  ASSERT_TRUE(TelemetryLog::open(folder / "t.csv"));
  EXPECT_EQ(content(folder / "t.csv"), rows);
}

TEST(TelemetryLog, FollowsNoLink) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "victim", "mine"));
  std::filesystem::create_symlink(folder / "victim", folder / "t.csv");
  const auto log = TelemetryLog::open(folder / "t.csv");
  ASSERT_FALSE(log);
  EXPECT_NE(log.error().message.find("t.csv: a symbolic link"), std::string::npos);
  EXPECT_EQ(content(folder / "victim"), "mine");
}

TEST(TelemetryLog, FailsWhereItCannotBeWritten) {
  const TemporaryFolder folder;
  const auto log = TelemetryLog::open(folder / "no-folder" / "t.csv");
  ASSERT_FALSE(log);
  EXPECT_NE(log.error().message.find("t.csv: cannot write"), std::string::npos);
  EXPECT_FALSE(TelemetryLog::open("/dev/full"));
}

}  // namespace
}  // namespace sightmark
