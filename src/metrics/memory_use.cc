#include "metrics/memory_use.h"

#include <algorithm>
#include <vector>

#include "record/run.h"

namespace sightmark {
namespace {

// The largest of a field of the trials.
std::optional<double> largest(const std::vector<Trial>& trials,
                              std::optional<double> Trial::*field) {
  std::optional<double> found;
  for (const Trial& trial : trials) {
    if (trial.*field) found = std::max(found.value_or(0), *(trial.*field));
  }
  return found;
}

// The engine's peak as the summary has it, else as the trials do.
std::optional<double> peak_mb(const Run& run, std::optional<double> RunSummary::*of_run,
                              std::optional<double> Trial::*of_trial) {
  const RunSummary summary = run.summary.value_or(RunSummary{});
  return summary.*of_run ? summary.*of_run : largest(run.trials, of_trial);
}

// All main memory, or what the run could have of it.
std::optional<double> main_memory_mb(const Run& run) {
  const auto limit_mb = number_of(run.meta.machine_facts, "memory_limit_mb");
  return limit_mb ? limit_mb : number_of(run.meta.machine_facts, "memory_total_mb");
}

// Of the trial that saw the most in use.
std::optional<MemoryFit> system_fit(const Run& run) {
  std::optional<MemoryFit> most;
  for (const Trial& trial : run.trials) {
    if (!trial.ram_used_mb || !trial.ram_available_mb) continue;
    if (most && *trial.ram_used_mb <= most->peak_mb) continue;
    most = {*trial.ram_used_mb, *trial.ram_used_mb + *trial.ram_available_mb, MemoryKind::System};
  }
  return most;
}

}  // namespace

std::string_view memory_kind_name(MemoryKind kind) {
  switch (kind) {
    case MemoryKind::GpuProcess:
      return "gpu_process";
    case MemoryKind::TorchAllocator:
      return "torch_allocator";
    case MemoryKind::EngineProcess:
      return "engine_process";
    case MemoryKind::System:
      break;
  }
  return "system";
}

std::optional<Memory> memory_use(const Run& run, std::optional<double> system_mb) {
  const std::pair<MemoryKind, std::optional<double>> kinds[] = {
      {MemoryKind::GpuProcess, peak_mb(run, &RunSummary::gpu_peak_mb, &Trial::gpu_peak_mb)},
      {MemoryKind::TorchAllocator, largest(run.trials, &Trial::torch_peak_mb)},
      {MemoryKind::EngineProcess,
       peak_mb(run, &RunSummary::engine_peak_mb, &Trial::engine_peak_mb)},
      {MemoryKind::System, system_mb}};
  for (const auto& [kind, mb] : kinds) {
    if (mb) return Memory{*mb, kind};
  }
  return std::nullopt;
}

std::optional<MemoryFit> memory_fit(const Run& run) {
  const auto gpu_peak_mb = peak_mb(run, &RunSummary::gpu_peak_mb, &Trial::gpu_peak_mb);
  const auto gpu_mb = number_of(run.meta.machine_facts, "gpu_memory_total_mb");
  if (gpu_peak_mb && gpu_mb) return MemoryFit{*gpu_peak_mb, *gpu_mb, MemoryKind::GpuProcess};
  const auto engine_peak_mb = peak_mb(run, &RunSummary::engine_peak_mb, &Trial::engine_peak_mb);
  const auto main_mb = main_memory_mb(run);
  if (engine_peak_mb && main_mb) {
    return MemoryFit{*engine_peak_mb, *main_mb, MemoryKind::EngineProcess};
  }
  return system_fit(run);
}

}  // namespace sightmark
