#include "asset/asset.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.h"

namespace sightmark {
namespace {

TEST(Asset, IsTheFileItWasMadeOf) {
  const std::filesystem::path assets = std::filesystem::path(SIGHTMARK_SOURCE_DIR) / "assets";
  EXPECT_EQ(chart_js(), read_file(assets / "chart.js", 1 << 20).value());
  EXPECT_EQ(prelude_js(), read_file(assets / "prelude.js", 1 << 20).value());
}

TEST(Asset, IsFollowedByNul) {
  for (const std::string_view text : {echarts_js(), chart_js(), prelude_js(), svg_js()}) {
    ASSERT_FALSE(text.empty());
    EXPECT_EQ(text.data()[text.size()], '\0');
  }
}

}  // namespace
}  // namespace sightmark
