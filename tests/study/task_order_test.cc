#include "study/task_order.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

RunMetrics with_tasks(const std::string& model, std::vector<TaskMetrics> tasks) {
  RunMetrics run = make_run_metrics(model, "Alder", "bf16");
  run.tasks = std::move(tasks);
  return run;
}

TEST(TaskOrder, GoesFromTheFastestByTheMeanOfTheRunsMeans) {
  const auto order = task_order(make_study({
      with_tasks("a", {make_task_metrics("brief", 100, 10), make_task_metrics("count", 500, 50)}),
      with_tasks("b", {make_task_metrics("brief", 900, 30), make_task_metrics("count", 300, 70)}),
  }));
  ASSERT_EQ(order.size(), 2u);
  EXPECT_EQ(order[0].task, "count");
  EXPECT_EQ(order[0].mean_latency_ms, 400);
  EXPECT_EQ(order[0].mean_answer_length, 60);
  EXPECT_EQ(order[0].run_count, 2u);
  EXPECT_EQ(order[0].fastest_count, 1u);
  EXPECT_EQ(order[0].slowest_count, 1u);
  EXPECT_EQ(order[1].task, "brief");
  EXPECT_EQ(order[1].mean_latency_ms, 500);
}

TEST(TaskOrder, CallsAnOnlyTaskNeitherFastestNorSlowest) {
  const auto order = task_order(make_study({with_tasks("a", {make_task_metrics("x", 1, 1)})}));
  ASSERT_EQ(order.size(), 1u);
  EXPECT_EQ(order[0].fastest_count, 0u);
  EXPECT_EQ(order[0].slowest_count, 0u);
}

TEST(TaskOrder, LeavesOutTasksThatFailedOrHaveNoName) {
  TaskMetrics failed = make_task_metrics("failed", 1, 1);
  failed.latency_ms.reset();
  failed.answer_length.reset();
  const auto order = task_order(make_study(
      {with_tasks("a", {make_task_metrics("", 1, 1), failed, make_task_metrics("x", 5, 5)})}));
  ASSERT_EQ(order.size(), 1u);
  EXPECT_EQ(order[0].task, "x");
}

TEST(TaskOrder, LeavesOutRunsThatAreNotComplete) {
  RunMetrics cut_off = cut_off_run_metrics("a", "Alder", "bf16");
  cut_off.tasks = {make_task_metrics("x", 1, 1)};
  EXPECT_TRUE(task_order(make_study({cut_off})).empty());
}

TEST(TaskOrder, CountsOnlyRunsThatHaveTheTask) {
  const auto order = task_order(make_study({
      with_tasks("a", {make_task_metrics("x", 1, 1), make_task_metrics("y", 2, 2)}),
      with_tasks("b", {make_task_metrics("y", 4, 4)}),
  }));
  EXPECT_EQ(order[0].run_count, 1u);
  EXPECT_EQ(order[1].run_count, 2u);
  EXPECT_EQ(order[1].mean_latency_ms, 3);
}

}  // namespace
}  // namespace sightmark
