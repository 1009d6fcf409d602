#include "engine/engine.h"

#include <gtest/gtest.h>

#include <set>

namespace sightmark {
namespace {

TEST(FailureKindName, IsAnotherForEach) {
  std::set<std::string_view> names;
  for (int kind = 0; kind <= static_cast<int>(FailureKind::Cancelled); ++kind) {
    names.insert(failure_kind_name(static_cast<FailureKind>(kind)));
  }
  EXPECT_EQ(names.size(), 11u);
  EXPECT_FALSE(names.contains("unknown"));
  EXPECT_EQ(failure_kind_name(FailureKind::CutStream), "cut_stream");
}

}  // namespace
}  // namespace sightmark
