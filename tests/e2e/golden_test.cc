#include "golden/golden.h"

#include <gtest/gtest.h>

#include "e2e/program.h"
#include "sample/sample_runs.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

TEST(Golden, TextsOfTheSampleStudyAreUnchanged) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_sample_runs(folder.path(), {.image_count = 4}));
  const ProgramResult result =
      run_sightmark({"analyze", "alder_output", "birch_output", "cedar_output", "--out", "analysis",
                     "--format", "svg", "--device-name", "cedar_output=Cedar Mini"},
                    {.folder = folder.path()});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(matches_golden("stdout.txt", result.out));
  std::size_t text_count = 0;
  for (const auto& [name, text] : files_below(folder / "analysis")) {
    if (name.ends_with(".svg"))
      continue;  // depends on the fonts; tests/analyze compares the charts
    if (name.ends_with(".html")) continue;  // tests/browser looks at what it shows
    EXPECT_TRUE(matches_golden(name, text));
    ++text_count;
  }
  EXPECT_EQ(text_count, 12u);
}

TEST(Golden, ComparesNumbersWithTolerance) {
  EXPECT_TRUE(is_same_but_for_rounding("a 1.00000000001,b", "a 1.00000000002,b"));
  EXPECT_FALSE(is_same_but_for_rounding("a 1.001,b", "a 1.002,b"));
  EXPECT_FALSE(is_same_but_for_rounding("a 1,b", "a 1,c"));
  EXPECT_FALSE(is_same_but_for_rounding("a 0", "a 1"));
  EXPECT_FALSE(is_same_but_for_rounding("a", "ab"));
}

}  // namespace
}  // namespace sightmark
