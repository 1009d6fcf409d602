#include "page/page_metric.h"

#include "study/use_case.h"

namespace sightmark {

std::vector<Metric> page_metrics(const Study& study) {
  std::vector<Metric> metrics = primary_metrics();
  metrics.push_back(latency_variation());
  metrics.push_back(answer_length());
  metrics.push_back(accuracy());
  metrics.push_back(balance_score(study));
  return metrics;
}

std::string coverage(const Metric& metric, const RunMetrics& run) {
  if (metric.kind == MetricKind::Energy) {
    return std::string(power_scope_in_words(run.primary.energy.scope));
  }
  if (metric.kind != MetricKind::Memory || !run.primary.memory) return {};
  switch (run.primary.memory->kind) {
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
