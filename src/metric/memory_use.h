#pragma once

#include <optional>
#include <string_view>

namespace sightmark {

struct RunMeta;
struct RunSummary;
struct TrialTable;

// What a number of memory covers; as with power, those of different kinds are never comparable.
enum class MemoryKind {
  GpuProcess,      // the engine's processes on the GPU, at their peak
  TorchAllocator,  // what torch had allocated on the GPU, at its peak
  EngineProcess,   // the engine's processes in main memory, at their peak
  System,          // all that is used of main memory, mean over trials
};

// "gpu_process", "torch_allocator", "engine_process", "system".
std::string_view memory_kind_name(MemoryKind kind);

// "the engine's main memory", "all memory in use".
std::string_view memory_kind_in_words(MemoryKind kind);

// The first kind in the order above that is known.
struct Memory {
  double mb;  // of 2^20 bytes
  MemoryKind kind;
};

// The most that was in use, and all that the device has of it. Of the first of these that is known:
// the engine's memory on the GPU against the GPUs' memory; the engine's main memory against the
// machine's, or the limit it ran under; all main memory in use against the same. On a device whose
// GPU shares the main memory it is one of the latter two.
struct MemoryFit {
  double peak_mb, device_mb;
  MemoryKind kind;
};

struct MemoryUse {
  std::optional<double> system_mb;  // in use on the whole system: mean over trials
  std::optional<Memory> peak;
  std::optional<MemoryFit> fit;
};

MemoryUse memory_use(const TrialTable& table, const RunMeta& meta,
                     const std::optional<RunSummary>& summary);

}  // namespace sightmark
