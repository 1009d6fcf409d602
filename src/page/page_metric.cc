#include "page/page_metric.h"

#include "study/use_case.h"

namespace sightmark {

std::vector<Metric> page_metrics(const Study& study) {
  std::vector<Metric> shown;
  for (const Metric& metric : metrics()) {
    if (metric.is_ranked && !metric.is_detail && !metric.is_reference) shown.push_back(metric);
  }
  shown.push_back(balance_score(study));
  return shown;
}

std::string coverage(const Metric& metric, const RunMetrics& run) {
  if (metric.kind == MetricKind::Energy) {
    return std::string(power_scope_in_words(run.conditions.power_scope));
  }
  if (metric.kind != MetricKind::Memory || !run.memory_kind) return {};
  switch (*run.memory_kind) {
    case MemoryKind::GpuProcess:
      return "the engine on the GPU, at its peak";
    case MemoryKind::TorchAllocator:
      return "PyTorch on the GPU, at its peak";
    case MemoryKind::EngineProcess:
      return "the engine in main memory, at its peak";
    case MemoryKind::System:
      break;
  }
  return "the whole system, mean over trials";
}

}  // namespace sightmark
