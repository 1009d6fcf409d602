#pragma once

#include <string>
#include <string_view>

#include "base/expected.h"
#include "metric/metric.h"

namespace sightmark {

// Of electricity.
struct Price {
  double per_kwh;
  std::string unit;  // the currency as it was given; may be empty
};

// "0.30", "0.30 EUR". Fails, saying so, where the text does not begin with a number of 0 or more.
Expected<Price> parse_price(std::string_view text);

// As parse_price takes it.
std::string in_words(const Price& price);

// What the energy of 1,000 answers costs.
Metric cost_of_answers(const Price& price);

}  // namespace sightmark
