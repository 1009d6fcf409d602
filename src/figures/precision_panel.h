#pragma once

#include "chart/chart.h"
#include "study/study.h"

namespace sightmark {

// fp16 against bf16 by model in four panels: tokens/s, memory, tokens/s/W and energy per token.
// Only (model, device) pairs that hold both precisions count; a model's mean is over its devices.
Chart precision_panels(const Study& study);

}  // namespace sightmark
