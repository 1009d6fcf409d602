#pragma once

#include <string>

#include "page/html_report.h"
#include "study/study.h"

namespace sightmark {

// What the page's script shows, as JSON for a script element: without "<", so that no text in it
// ends the element. Numbers are exact, and missing ones null; all statistics are in it.
std::string page_data(const Study& study, const PageContents& contents);

}  // namespace sightmark
