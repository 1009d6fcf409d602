#include "telemetry/memory.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "fakes/fake_system.h"
#include "fakes/unprivileged.h"

namespace sightmark {
namespace {

// A process of one thread; sizes in kilobytes.
void put_process(const FakeSystem& system, int process, int pss_kb, int rss_kb,
                 const std::string& children = "") {
  const std::string folder = "proc/" + std::to_string(process) + '/';
  const long pages = rss_kb * 1024L / ::sysconf(_SC_PAGESIZE);
  system.put(folder + "smaps_rollup",
             "55d0-7fff ---p 00000000 00:00 0 [rollup]\nRss: 1 kB\nPss:  " +
                 std::to_string(pss_kb) + " kB\nPss_Dirty: 1 kB\n");
  system.put(folder + "statm", "9999 " + std::to_string(pages) + " 1 2 0 3 0\n");
  system.put(folder + "task/" + std::to_string(process) + "/children", children);
}

TEST(SystemMemory, IsReadFromMeminfo) {
  const FakeSystem system;
  system.put("proc/meminfo",
             "MemTotal:       16384000 kB\nMemFree:         1024 kB\nMemAvailable:    8192000 kB\n"
             "SwapTotal: 5 kB\n");
  const auto memory = system_memory(system.roots().proc);
  ASSERT_TRUE(memory);
  EXPECT_EQ(memory->total_mb, 16000);
  EXPECT_EQ(memory->available_mb, 8000);
  EXPECT_EQ(memory->used_mb(), 8000);
}

TEST(SystemMemory, IsUnknownWithoutItsLinesInMeminfo) {
  const FakeSystem system;
  EXPECT_FALSE(system_memory(system.roots().proc));
  system.put("proc/meminfo", "MemTotal: 5 kB\nNotMemAvailable: 3 kB\n");
  EXPECT_FALSE(system_memory(system.roots().proc));
}

TEST(MemoryOf, AddsThePssOfProcesses) {
  const FakeSystem system;
  put_process(system, 100, 2048, 4096);
  put_process(system, 101, 1024, 4096);
  const pid_t both[] = {100, 101};
  const auto memory = memory_of(system.roots().proc, both);
  ASSERT_TRUE(memory);
  EXPECT_EQ(memory->mb, 3);
  EXPECT_EQ(memory->kind, ProcessMemoryKind::Pss);
}

TEST(MemoryOf, TakesRssOfAllWhereThePssOfOneIsClosed) {
  const FakeSystem system;
  put_process(system, 100, 2048, 4096);
  put_process(system, 101, 1024, 8192);
  std::filesystem::permissions(system / "proc/101/smaps_rollup", std::filesystem::perms::none);
  const Unprivileged scope;
  const pid_t both[] = {100, 101};
  const auto memory = memory_of(system.roots().proc, both);
  ASSERT_TRUE(memory);
  EXPECT_EQ(memory->mb, 12);
  EXPECT_EQ(memory->kind, ProcessMemoryKind::Rss);
}

TEST(MemoryOf, LeavesEndedProcessesOut) {
  const FakeSystem system;
  put_process(system, 100, 2048, 4096);
  put_process(system, 101, 0, 0);  // a zombie
  const pid_t all[] = {100, 101, 102};
  const auto memory = memory_of(system.roots().proc, all);
  EXPECT_EQ(memory->mb, 2);
  EXPECT_EQ(memory->kind, ProcessMemoryKind::Pss);
  const pid_t ended[] = {101, 102};
  EXPECT_FALSE(memory_of(system.roots().proc, ended));
  EXPECT_FALSE(memory_of(system.roots().proc, {}));
}

TEST(MemoryOf, IsRealOnThisMachine) {
  const pid_t self[] = {::getpid()};
  const auto before = memory_of("/proc", self);
  ASSERT_TRUE(before);
  const std::vector<char> block(64 << 20, 'x');
  const auto after = memory_of("/proc", self);
  ASSERT_TRUE(after);
  EXPECT_GT(after->mb - before->mb, 60) << block.back();
  EXPECT_LT(after->mb - before->mb, 1000);  // a sanitizer's memory grows with it
}

TEST(ProcessTree, HoldsAllThatDescend) {
  const FakeSystem system;
  put_process(system, 100, 1, 4, "101 102 ");
  put_process(system, 101, 1, 4);
  put_process(system, 102, 1, 4, "103");
  put_process(system, 103, 1, 4);
  put_process(system, 200, 1, 4);
  system.put("proc/100/task/150/children", "104 999 ");  // another thread's; 999 has ended
  put_process(system, 104, 1, 4);
  const pid_t root[] = {100};
  const std::vector<pid_t> tree = process_tree(system.roots().proc, root);
  EXPECT_EQ(tree, (std::vector<pid_t>{100, 101, 102, 104, 103}));
}

TEST(ProcessTree, HoldsEachProcessOnce) {
  const FakeSystem system;
  put_process(system, 100, 1, 4, "101");
  put_process(system, 101, 1, 4);
  const pid_t roots[] = {101, 100, 101, 7};
  EXPECT_EQ(process_tree(system.roots().proc, roots), (std::vector<pid_t>{101, 100}));
}

TEST(ProcessTree, IsFoundWithoutListsOfChildrenToo) {
  const FakeSystem system;
  system.put("proc/100/stat", "100 (a) S 1 1 1");
  system.put("proc/101/stat", "101 (b) x) S 100 1 1");
  system.put("proc/102/stat", "102 (c) S 101 1 1");
  system.put("proc/103/stat", "103 (d) S 1 100 1");
  system.put("proc/104/stat", "104 (torn");
  system.put("proc/uptime", "1");
  const pid_t root[] = {100};
  EXPECT_EQ(process_tree(system.roots().proc, root), (std::vector<pid_t>{100, 101, 102}));
}

TEST(MemoryLimit, IsTheLeastOfTheGroupAndThoseAboveIt) {
  const FakeSystem system;
  system.put("proc/self/cgroup", "0::/user/job\n");
  system.put("sys/fs/cgroup/user/job/memory.max", "max\n");
  system.put("sys/fs/cgroup/user/memory.max", "1073741824\n");
  EXPECT_EQ(memory_limit_mb(system.roots().proc, system.roots().sys), 1024);
  system.put("sys/fs/cgroup/user/job/memory.max", "536870912\n");
  EXPECT_EQ(memory_limit_mb(system.roots().proc, system.roots().sys), 512);
}

TEST(MemoryLimit, OfAContainerStandsAtItsRoot) {
  const FakeSystem system;
  system.put("proc/self/cgroup", "0::/docker/abc\n");
  system.put("sys/fs/cgroup/memory.max", "268435456\n");
  EXPECT_EQ(memory_limit_mb(system.roots().proc, system.roots().sys), 256);
}

TEST(MemoryLimit, IsReadFromGroupsOfVersionOneToo) {
  const FakeSystem system;
  system.put("proc/self/cgroup", "12:cpu:/x\n4:memory:/job\n0::/\n");
  system.put("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");  // none
  EXPECT_FALSE(memory_limit_mb(system.roots().proc, system.roots().sys));
  system.put("sys/fs/cgroup/memory/job/memory.limit_in_bytes", "134217728\n");
  EXPECT_EQ(memory_limit_mb(system.roots().proc, system.roots().sys), 128);
}

TEST(MemoryLimit, IsNothingWithoutGroups) {
  const FakeSystem system;
  EXPECT_FALSE(memory_limit_mb(system.roots().proc, system.roots().sys));
  system.put("proc/self/cgroup", "0::/\nnonsense");
  system.put("sys/fs/cgroup/memory.max", "max\n");
  EXPECT_FALSE(memory_limit_mb(system.roots().proc, system.roots().sys));
}

}  // namespace
}  // namespace sightmark
