#include <gtest/gtest.h>

#include "e2e/program.h"

namespace sightmark {
namespace {

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Devices, ShowWhatCanBeMeasuredHere) {
  const ProgramResult result = run_sightmark({"devices"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(says(result.out, "memory of the system")) << result.out;
  EXPECT_TRUE(says(result.out, "Cannot be measured, and why")) << result.out;
}

TEST(Devices, AreJsonForPrograms) {
  const ProgramResult result = run_sightmark({"devices", "--json"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(result.out.starts_with("{\n  \"machine\": {\n    \"device_name\": ")) << result.out;
}

TEST(Devices, ExplainThemselves) {
  const ProgramResult help = run_sightmark({"devices", "--help"});
  EXPECT_EQ(help.exit_code, 0);
  for (const char* part : {"  sightmark devices\n", "--json", "Exit codes"}) {
    EXPECT_TRUE(says(help.out, part)) << part;
  }
  EXPECT_EQ(run_sightmark({"devices", "--unknown"}).exit_code, 2);
}

}  // namespace
}  // namespace sightmark
