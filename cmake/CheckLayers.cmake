# cmake -P cmake/CheckLayers.cmake  -- fails if a file of src/ includes a room that its room does not
# depend on, or a third-party header whose library its room does not link; if a room depends on one
# that it never includes; or if the floors in docs/architecture.md are others than these
# dependencies give. The rooms are read from the sightmark_module() calls of src/CMakeLists.txt.
cmake_policy(VERSION 3.22)
set(source_folder ${CMAKE_CURRENT_LIST_DIR}/../src)

# Third-party headers (a regular expression), and the library that brings them.
set(third_party
  "simdjson"                 simdjson::simdjson
  "nlohmann/"                nlohmann_json::nlohmann_json
  "curl/"                    CURL::libcurl
  "CLI/"                     CLI11::CLI11
  "cairo|pango/"             PkgConfig::pango
  "zlib"                     ZLIB::ZLIB
  "png\\.h"                   PNG::PNG
  "jsc/|JavaScriptCore/"     PkgConfig::js_engine
  "librsvg/"                 PkgConfig::rsvg
  "gdk-pixbuf/"              PkgConfig::pixbuf
  "nettle/"                  PkgConfig::nettle
  "webp/"                    PkgConfig::webp
  "kainjow/"                 kainjow::mustache)

# Sets DEPENDS_<room> and LINK_<room> for each room.
file(STRINGS ${source_folder}/CMakeLists.txt lines REGEX "^[^#]")
list(JOIN lines " " text)
string(REGEX MATCHALL "sightmark_module\\([a-z]+[^)]*\\)" calls "${text}")
foreach(call ${calls})
  string(REGEX REPLACE "sightmark_module\\((.*)\\)" "\\1" arguments "${call}")
  separate_arguments(arguments)
  list(POP_FRONT arguments room)
  if(room STREQUAL "name")
    continue()  # the function's own definition
  endif()
  cmake_parse_arguments(module "" "" "DEPENDS;LINK;PRECOMPILE" ${arguments})
  list(APPEND rooms ${room})
  set(DEPENDS_${room} ${module_DEPENDS})
  set(LINK_${room} ${module_LINK})
  set(floor 0)  # one above the highest of those that it depends on
  foreach(other ${module_DEPENDS})
    if(NOT FLOOR_${other} LESS floor)
      math(EXPR floor "${FLOOR_${other}} + 1")
    endif()
  endforeach()
  set(FLOOR_${room} ${floor})
endforeach()
if(NOT rooms)
  message(SEND_ERROR "src/CMakeLists.txt: no sightmark_module() was found")
endif()

function(check_room_include file room line)
  string(REGEX REPLACE "^#include \"([^/\"]+).*" "\\1" other "${line}")
  if(NOT other STREQUAL room AND NOT other IN_LIST DEPENDS_${room})
    message(SEND_ERROR "src/${file}: ${room} does not depend on ${other} (src/CMakeLists.txt)")
  endif()
  set_property(GLOBAL APPEND PROPERTY included_by_${room} ${other})
endfunction()

function(check_third_party_include file room line)
  set(rules ${third_party})
  while(rules)
    list(POP_FRONT rules header library)
    if(NOT line MATCHES "^#include <(${header})")
      continue()
    endif()
    if(NOT library IN_LIST LINK_${room})
      message(SEND_ERROR "src/${file}: ${room} does not link ${library} (src/CMakeLists.txt): ${line}")
    elseif(NOT file MATCHES "\\.cc$")
      message(SEND_ERROR "src/${file}: a third-party header stays in .cc files: ${line}")
    endif()
  endwhile()
endfunction()

file(GLOB_RECURSE files RELATIVE ${source_folder} ${source_folder}/*.h ${source_folder}/*.cc)
foreach(file ${files})
  string(REGEX MATCH "^[^/]+" room ${file})
  if(NOT room IN_LIST rooms)
    message(SEND_ERROR "src/${file}: the room ${room} is not in src/CMakeLists.txt")
    continue()
  endif()
  file(STRINGS ${source_folder}/${file} includes REGEX "^#include ")
  foreach(line ${includes})
    if(line MATCHES "^#include \"")
      check_room_include(${file} ${room} "${line}")
    endif()
    check_third_party_include(${file} ${room} "${line}")
  endforeach()
endforeach()

foreach(room ${rooms})
  get_property(included GLOBAL PROPERTY included_by_${room})
  foreach(other ${DEPENDS_${room}})
    if(NOT other IN_LIST included)
      message(SEND_ERROR "src/CMakeLists.txt: ${room} depends on ${other} and does not include it")
    endif()
  endforeach()
endforeach()

# The diagram of floors: lines such as "     4  run              metric".
file(STRINGS ${source_folder}/../docs/architecture.md lines REGEX "^ +[0-9]+  +[a-z ]+$")
foreach(line ${lines})
  string(REGEX MATCHALL "[^ ]+" words "${line}")
  list(POP_FRONT words floor)
  foreach(room ${words})
    set(DRAWN_${room} ${floor})
  endforeach()
endforeach()
foreach(room ${rooms})
  if(NOT "${DRAWN_${room}}" STREQUAL "${FLOOR_${room}}")
    message(SEND_ERROR "docs/architecture.md: ${room} belongs on floor ${FLOOR_${room}} of the diagram")
  endif()
endforeach()
