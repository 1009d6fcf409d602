#pragma once

#include <optional>

#include "audit/audit.h"
#include "metric/cost.h"
#include "report/page.h"
#include "report/summary.h"
#include "study/study.h"

// The sections of ANALYSIS_SUMMARY.md. The study must have a complete run.
namespace sightmark {

// Champions, recommendations, devices, models, precision and tasks, and accuracy; `found` is the
// study's audit.
void add_findings(Page& page, const Study& study, const Audit& found, const ReportContext& context);

// Accuracy; an empty section where no complete run has the truth of its images.
void add_accuracy(Page& page, const Study& study);

// Answers per hour and per watt-hour, battery life and, where there is a price, cost of each
// configuration.
void add_units(Page& page, const Study& study, const std::optional<Price>& price);

}  // namespace sightmark
