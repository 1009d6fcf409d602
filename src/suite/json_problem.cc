#include "suite/json_problem.h"

#include <string_view>

#include "base/text.h"

namespace sightmark {

std::string json_problem(const char* what) {
  constexpr std::size_t kLength = 200;  // it quotes what it read last, which may be long
  constexpr std::string_view kIdEnd = "] ", kPlace = "parse error at ";
  std::string_view problem = what;
  if (const auto id_end = problem.find(kIdEnd); id_end != problem.npos) {
    problem.remove_prefix(id_end + kIdEnd.size());
  }
  if (problem.starts_with(kPlace)) problem.remove_prefix(kPlace.size());
  return shortened(plain_text(problem), kLength);
}

}  // namespace sightmark
