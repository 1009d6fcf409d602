#pragma once

#include <string_view>

// Files that are part of the program, embedded at build time; a NUL byte follows each text.
// To add one: a line in CMakeLists.txt and its declaration here.
namespace sightmark {

std::string_view echarts_js();  // the parts of npm's echarts that assets/echarts.js names
std::string_view prelude_js();  // what ECharts needs outside a browser; comes before it
std::string_view chart_js();    // draws a chart's JSON with ECharts
std::string_view svg_js();      // makes SVG text of it outside a browser; comes last

// Templates of the reports (mustache).
std::string_view analysis_summary_md();
std::string_view folder_readme_md();
std::string_view audit_md();
std::string_view benchmark_results_tex();
std::string_view benchmark_summary_txt();
std::string_view caption_quality_speed_txt();

// The page (report.html): its frame, its style, and its script, which comes after chart_js.
std::string_view report_html();
std::string_view report_css();
std::string_view report_js();

}  // namespace sightmark
