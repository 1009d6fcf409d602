#pragma once

#include "audit/audit.h"
#include "report/page.h"
#include "report/summary.h"
#include "study/study.h"

namespace sightmark {

// Fills in the summary's findings: champions, recommendations, devices, models, precision and
// tasks. The study must have a complete run; `found` is its audit.
void add_findings(Page& page, const Study& study, const Audit& found, const ReportContext& context);

// A name from a file as a text shows it.
std::string report_name(const std::string& name);

// What stands in a table for nothing.
inline constexpr const char* kNothing = "–";

}  // namespace sightmark
