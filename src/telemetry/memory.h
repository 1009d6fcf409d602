#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <span>

// Memory of the system and of processes. Megabytes are of 2^20 bytes.
namespace sightmark {

struct SystemMemory {
  double total_mb, available_mb;  // MemTotal and MemAvailable of /proc/meminfo

  double used_mb() const { return total_mb - available_mb; }
};

std::optional<SystemMemory> system_memory(const std::filesystem::path& proc);

// What a figure of a process's memory counts: pages shared with other processes in parts (PSS), or
// each time in full (RSS).
enum class ProcessMemoryKind { Pss, Rss };

struct ProcessMemory {
  double mb;
  ProcessMemoryKind kind;
};

// The sum over the processes: PSS, but RSS of all where the PSS of one is closed to us. Those that
// have ended count nothing; nothing where all have.
std::optional<ProcessMemory> memory_of(const std::filesystem::path& proc,
                                       std::span<const pid_t> processes);

// The most memory that the control groups of this process let it use; nothing where they set no
// limit.
std::optional<double> memory_limit_mb(const std::filesystem::path& proc,
                                      const std::filesystem::path& sys);

}  // namespace sightmark
