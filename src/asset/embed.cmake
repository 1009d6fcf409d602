enable_language(ASM)  # .incbin embeds what is large at once, where a C++ array takes the compiler seconds

# sightmark_embed(chart_js assets/chart.js) defines `std::string_view sightmark::chart_js()`; of
# several files, one after the other.
function(sightmark_embed name)
  set(paths ${ARGN})
  list(TRANSFORM paths PREPEND ${PROJECT_SOURCE_DIR}/ REGEX "^[^/]")
  set(lines ${paths})
  list(TRANSFORM lines REPLACE "(.+)" ".incbin \"\\1\"")
  list(JOIN lines "\n" incbins)
  configure_file(asset/embed.S.in ${name}.S @ONLY)
  configure_file(asset/embed.cc.in ${name}.cc @ONLY)
  set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/${name}.S PROPERTIES OBJECT_DEPENDS "${paths}")
  target_sources(sightmark_asset PRIVATE
    ${CMAKE_CURRENT_BINARY_DIR}/${name}.S ${CMAKE_CURRENT_BINARY_DIR}/${name}.cc)
endfunction()

# ECharts as assets/echarts.js picks it, in one file.
set(esbuild ${PROJECT_SOURCE_DIR}/node_modules/esbuild/bin/esbuild)
set(echarts_bundle ${CMAKE_CURRENT_BINARY_DIR}/echarts.js)
if(NOT EXISTS ${esbuild})
  message(FATAL_ERROR "${esbuild} is missing; run script/bootstrap, which installs it")
endif()
add_custom_command(OUTPUT ${echarts_bundle}
  COMMAND ${esbuild} assets/echarts.js --bundle --minify --format=iife --global-name=echarts
    --define:process.env.NODE_ENV="production" --legal-comments=inline --log-level=warning
    --outfile=${echarts_bundle}
  DEPENDS ${PROJECT_SOURCE_DIR}/assets/echarts.js ${PROJECT_SOURCE_DIR}/package-lock.json
  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} COMMENT "Bundling ECharts" VERBATIM)

# The page's own script, in this order.
set(report_scripts base.js view.js narrow.js summary.js line_tip.js figure.js trials.js runs.js main.js)

sightmark_embed(echarts_js ${echarts_bundle})
sightmark_embed(prelude_js assets/prelude.js)
sightmark_embed(chart_js assets/chart.js)
sightmark_embed(svg_js assets/svg.js)
sightmark_embed(analysis_summary_md assets/analysis_summary.md.mustache)
sightmark_embed(folder_readme_md assets/folder_readme.md.mustache)
sightmark_embed(benchmark_results_tex assets/benchmark_results.tex.mustache)
sightmark_embed(benchmark_summary_txt assets/benchmark_summary_report.txt.mustache)
sightmark_embed(caption_quality_speed_txt assets/caption_quality_speed_report.txt.mustache)
sightmark_embed(audit_md assets/audit.md.mustache)
sightmark_embed(report_html assets/report/report.html)
sightmark_embed(report_css assets/report/report.css)
list(TRANSFORM report_scripts PREPEND assets/report/)
sightmark_embed(report_js ${report_scripts})
