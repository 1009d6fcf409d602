#include "metric/memory_use.h"

#include <utility>

#include "metric/trial_table.h"
#include "record/run_reader.h"
#include "stats/quantile.h"

namespace sightmark {
namespace {

// The most of each, by the summary, else by the trials.
struct Peaks {
  std::optional<double> gpu_mb, torch_mb, engine_mb;
  std::optional<MemoryFit> system;  // of the trial that saw the most in use
};

void raise(std::optional<double>& peak, const std::optional<double>& value) {
  if (value && (!peak || *value > *peak)) peak = value;
}

Peaks peaks_of(const TrialTable& table, const std::optional<RunSummary>& summary) {
  Peaks peaks;
  for (const TrialRow& trial : table.trials) {
    raise(peaks.gpu_mb, trial.gpu_peak_mb);
    raise(peaks.torch_mb, trial.torch_peak_mb);
    raise(peaks.engine_mb, trial.engine_peak_mb);
    if (!trial.ram_used_mb || !trial.ram_available_mb) continue;
    if (peaks.system && *trial.ram_used_mb <= peaks.system->peak_mb) continue;
    peaks.system = {*trial.ram_used_mb, *trial.ram_used_mb + *trial.ram_available_mb,
                    MemoryKind::System};
  }
  if (summary && summary->gpu_peak_mb) peaks.gpu_mb = summary->gpu_peak_mb;
  if (summary && summary->engine_peak_mb) peaks.engine_mb = summary->engine_peak_mb;
  return peaks;
}

std::optional<double> mean_in_use_mb(const TrialTable& table) {
  std::vector<double> values;
  for (const TrialRow& trial : table.trials) {
    if (trial.ram_used_mb.value_or(0) > 0) values.push_back(*trial.ram_used_mb);
  }
  return mean(values);
}

// All main memory, or what the run could have of it.
std::optional<double> main_memory_mb(const RunMeta& meta) {
  const auto limit_mb = number_of(meta.machine_facts, "memory_limit_mb");
  return limit_mb ? limit_mb : number_of(meta.machine_facts, "memory_total_mb");
}

std::optional<Memory> first_known(const Peaks& peaks, std::optional<double> system_mb) {
  const std::pair<MemoryKind, std::optional<double>> kinds[] = {
      {MemoryKind::GpuProcess, peaks.gpu_mb},
      {MemoryKind::TorchAllocator, peaks.torch_mb},
      {MemoryKind::EngineProcess, peaks.engine_mb},
      {MemoryKind::System, system_mb}};
  for (const auto& [kind, mb] : kinds) {
    if (mb) return Memory{*mb, kind};
  }
  return std::nullopt;
}

std::optional<MemoryFit> fit_of(const RunMeta& meta, const Peaks& peaks) {
  const auto gpu_mb = number_of(meta.machine_facts, "gpu_memory_total_mb");
  if (peaks.gpu_mb && gpu_mb) return MemoryFit{*peaks.gpu_mb, *gpu_mb, MemoryKind::GpuProcess};
  const auto main_mb = main_memory_mb(meta);
  if (peaks.engine_mb && main_mb) {
    return MemoryFit{*peaks.engine_mb, *main_mb, MemoryKind::EngineProcess};
  }
  return peaks.system;
}

}  // namespace

std::string_view memory_kind_name(MemoryKind kind) {
  constexpr std::string_view kNames[] = {"gpu_process", "torch_allocator", "engine_process",
                                         "system"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view memory_kind_in_words(MemoryKind kind) {
  constexpr std::string_view kWords[] = {"the engine's memory on the GPU",
                                         "PyTorch's memory on the GPU", "the engine's main memory",
                                         "all memory in use"};
  return kWords[static_cast<std::size_t>(kind)];
}

MemoryUse memory_use(const TrialTable& table, const RunMeta& meta,
                     const std::optional<RunSummary>& summary) {
  const Peaks peaks = peaks_of(table, summary);
  const auto system_mb = mean_in_use_mb(table);
  return {system_mb, first_known(peaks, system_mb), fit_of(meta, peaks)};
}

}  // namespace sightmark
