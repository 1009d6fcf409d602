#pragma once

#include <string>

#include "study/study.h"

namespace sightmark {

// benchmark_summary_report.txt: the reference's report of the performance table.
std::string performance_text(const Study& study);

// caption_quality_speed_report.txt: the reference's report of speed and answer length.
std::string caption_text(const Study& study);

}  // namespace sightmark
