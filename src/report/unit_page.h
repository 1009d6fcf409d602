#pragma once

#include <optional>

#include "findings/cost.h"
#include "findings/study.h"
#include "report/page.h"

namespace sightmark {

// Fills in the summary's section of units that decide: what each configuration comes to in answers,
// batteries and, where there is a price, money.
void add_units(Page& page, const Study& study, const std::optional<Price>& price);

}  // namespace sightmark
