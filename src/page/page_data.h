#pragma once

#include <string>
#include <utility>
#include <vector>

#include "metric/run_excerpt.h"
#include "page/html_report.h"
#include "study/study.h"

namespace sightmark {

// The data of the page's script, as JSON for a script element: without "<", so that no text in it
// ends the element. Numbers are exact, and missing ones null; all statistics are in it.
std::string page_data(const Study& study, const PageContents& contents);

// The settings of a run that it records: names for readers, and values in words. Of a path only the
// last part is shown.
std::vector<std::pair<std::string, std::string>> run_settings(const RunMetrics& run);

// "cut off" of "cut_off".
std::string with_spaces(std::string_view name);

// What the page shows of a run's trials, as JSON.
std::string to_json(const RunExcerpt& excerpt);

// Its trials alone, as JSON, gzip, Base64.
std::string packed_trials(const RunExcerpt& excerpt);

}  // namespace sightmark
