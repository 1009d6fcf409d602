#include "base/parallel.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sightmark {
namespace {

TEST(ParallelFor, CallsEachIndexOnce) {
  for (const std::size_t thread_count : {0u, 1u, 2u, 8u}) {
    std::vector<int> calls(1000);
    parallel_for(calls.size(), thread_count, [&](std::size_t i) { ++calls[i]; });
    EXPECT_TRUE(std::all_of(calls.begin(), calls.end(), [](int n) { return n == 1; }));
  }
}

TEST(ParallelFor, OfNothingCallsNothing) {
  parallel_for(0, 4, [](std::size_t) { ADD_FAILURE(); });
}

TEST(ParallelFor, TakesMoreThreadsThanWork) {
  std::atomic<int> call_count = 0;
  parallel_for(2, 64, [&](std::size_t) { ++call_count; });
  EXPECT_EQ(call_count, 2);
}

}  // namespace
}  // namespace sightmark
