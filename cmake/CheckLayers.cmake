# cmake -P cmake/CheckLayers.cmake  -- fails where a file of src/ includes a module or a third-party
# header that its own module may not see.
cmake_policy(VERSION 3.22)
set(source_folder ${CMAKE_CURRENT_LIST_DIR}/../src)

# The modules that each module may include, besides itself.
set(base      )
set(stats     base)
set(suite     base)
set(scene     base suite)
set(asset     base)
set(record    base suite)
set(engine    base)
set(telemetry base stats record)
set(run       base stats suite record engine telemetry)
set(metrics   base record suite stats)
set(findings  base record stats metrics)
set(chart     base)
set(figures   base stats metrics findings chart)
set(render    base chart asset)
set(report    base record metrics findings chart asset)
set(analyze   base record suite metrics findings figures chart render report)
set(cli       base suite scene telemetry run analyze)
set(modules base stats suite scene asset record engine telemetry run metrics findings chart figures
            render report analyze cli)

# The third-party headers that only some modules may include, and only in .cc files.
set(third_party
  "simdjson"                "record suite scene engine chart report"
  "nlohmann"                "record suite scene engine chart report"
  "curl"                    "engine"
  "CLI"                     "cli"
  "cairo|pango"             "render"
  "zlib"                    "base render"
  "JavaScriptCore|librsvg|gdk-pixbuf"  "render"
  "kainjow"                 "report")

function(check_module_include file module line)
  string(REGEX REPLACE "^#include \"([^/\"]+).*" "\\1" other "${line}")
  if(NOT other STREQUAL module AND NOT other IN_LIST ${module})
    message(SEND_ERROR "src/${file}: ${module} may not include ${other}")
  endif()
endfunction()

function(check_third_party_include file module line)
  set(rules ${third_party})
  while(rules)
    list(POP_FRONT rules header allowed)
    string(REPLACE " " ";" allowed "${allowed}")
    if(NOT line MATCHES "^#include <([a-z0-9-]+/)?(${header})")
      continue()
    endif()
    if(NOT module IN_LIST allowed)
      message(SEND_ERROR "src/${file}: ${module} may not include ${header}: ${line}")
    elseif(NOT file MATCHES "\\.cc$")
      message(SEND_ERROR "src/${file}: a third-party header stays in .cc files: ${line}")
    endif()
  endwhile()
endfunction()

file(GLOB_RECURSE files RELATIVE ${source_folder} ${source_folder}/*.h ${source_folder}/*.cc)
foreach(file ${files})
  string(REGEX MATCH "^[^/]+" module ${file})
  if(NOT module IN_LIST modules)
    message(SEND_ERROR "src/${file}: the module ${module} is not in cmake/CheckLayers.cmake")
    continue()
  endif()
  file(STRINGS ${source_folder}/${file} includes REGEX "^#include ")
  foreach(line ${includes})
    if(line MATCHES "^#include \"")
      check_module_include(${file} ${module} "${line}")
    endif()
    check_third_party_include(${file} ${module} "${line}")
  endforeach()
endforeach()
