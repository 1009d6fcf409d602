#pragma once

#include "report/page.h"
#include "study/study.h"

namespace sightmark {

// Fills in what is known of accuracy; nothing where no complete run has the truth of its images.
void add_accuracy(Page& page, const Study& study);

}  // namespace sightmark
