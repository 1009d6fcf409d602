#pragma once

#include "findings/study.h"
#include "report/page.h"

namespace sightmark {

// Fills in what is known of accuracy; nothing where no complete run has the truth of its images.
void add_accuracy(Page& page, const Study& study);

}  // namespace sightmark
