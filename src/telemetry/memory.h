#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <span>
#include <vector>

// Memory of the system and of processes. Megabytes are of 2^20 bytes.
namespace sightmark {

struct SystemMemory {
  double total_mb, available_mb;  // MemTotal and MemAvailable of /proc/meminfo

  double used_mb() const { return total_mb - available_mb; }
};

std::optional<SystemMemory> system_memory(const std::filesystem::path& proc);

// How pages shared with other processes count: in parts (PSS), or each time in full (RSS).
enum class ProcessMemoryKind { Pss, Rss };

struct ProcessMemory {
  double mb;
  ProcessMemoryKind kind;
};

// The processes and all their descendants, each once. Those that have ended are left out.
std::vector<pid_t> process_tree(const std::filesystem::path& proc, std::span<const pid_t> roots);

// The sum over the processes: PSS, or RSS of all where the PSS of one cannot be read. Processes
// that have ended count nothing; nothing if all have ended.
std::optional<ProcessMemory> memory_of(const std::filesystem::path& proc,
                                       std::span<const pid_t> processes);

// The most memory that the control groups of this process let it use; nothing if they set no
// limit.
std::optional<double> memory_limit_mb(const std::filesystem::path& proc,
                                      const std::filesystem::path& sys);

}  // namespace sightmark
