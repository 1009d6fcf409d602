#pragma once

#include <optional>

#include "metric/cost.h"
#include "report/page.h"
#include "study/study.h"

namespace sightmark {

// Fills in the summary's section of units that decide: what each configuration comes to in answers,
// batteries and, where there is a price, money.
void add_units(Page& page, const Study& study, const std::optional<Price>& price);

}  // namespace sightmark
