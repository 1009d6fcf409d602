#pragma once

#include <map>
#include <string>
#include <vector>

#include "audit/audit.h"
#include "chart/chart.h"
#include "metric/run_excerpt.h"
#include "report/summary.h"
#include "study/study.h"

namespace sightmark {

struct StudyFigure {
  std::string name;  // of its files below the study's folder, without the extension
  Chart chart;
};

// Small pictures of the images of trials.
struct PageThumbnails {
  std::vector<std::string> jpegs;                                  // bytes of files
  std::vector<std::map<std::string, std::size_t>> index_by_image;  // run by run, by an image's name
};

// The trials behind a study, run by run: [i] belongs to study.runs[i].
struct PageTrials {
  std::vector<RunExcerpt> excerpts;
  std::vector<std::string> packed;  // packed_trials() of every trial, unless excerpts suffice
  PageThumbnails thumbnails;
};

// What report.html shows besides the study.
struct PageContents {
  const ReportContext& context;
  const Audit& audit;  // of the study
  const std::vector<StudyFigure>& figures;
  std::vector<ChartLabel> labels;  // what the labels of the figures stand for
  const PageTrials& trials;
};

// More runs would be too much for a browser, and for a reader.
inline constexpr std::size_t kPageRunLimit = 300;

// report.html: the study as a page that needs no other file. Its policy lets only the embedded
// scripts run, and all that came from files is data in it, escaped for its place.
std::string html_report(const Study& study, const PageContents& contents);

}  // namespace sightmark
