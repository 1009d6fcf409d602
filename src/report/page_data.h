#pragma once

#include <string>

#include "findings/study.h"
#include "report/html_report.h"

namespace sightmark {

// What the page's script shows, as JSON for a script element: without "<", so that no text in it
// ends the element. Numbers are exact, and missing ones null; all statistics are in it.
std::string page_data(const Study& study, const PageContents& contents);

}  // namespace sightmark
