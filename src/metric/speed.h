#pragma once

#include "metric/primary.h"
#include "metric/resampling.h"

// The parts of `Primary` that are about time.
namespace sightmark {

// Of a trial's request, from its sending where that is recorded.
std::optional<double> request_s(const Trial& trial);

// With at least one request under way: as the summary has it, else from when each was sent and
// ended, else the sum of all. Nothing where they overlapped and it is not known when.
std::optional<double> request_time_s(const Run& run);

// For each image how often all tasks of the run were answered about it: once a repeat at most.
Column finished_images(const Run& run, const Resampling& resampling);

std::optional<Latency> latency_ms(const Resampling& run);
std::optional<Estimate> latency_variation_percent(const Resampling& run);  // of the population
std::optional<Estimate> answer_length(const Resampling& run);              // mean, characters
std::optional<Estimate> drift_percent(const Resampling& run);
std::optional<Estimate> decode_tokens_per_s(const Resampling& run);

std::optional<double> generated_tokens(const Trial& trial);
std::optional<double> characters(const Trial& trial);  // Unicode code points of the answer

// Counts a number of successes over the time of failures and of the successes that have it; the
// requests of the run took `request_time_s` altogether.
std::optional<Estimate> rate_in_requests(const Resampling& run, double request_time_s,
                                         OptionalNumber TrialNumbers::*number);

// For each image its part of the elapsed time: its requests' and an even share of the rest.
Column elapsed_parts_s(const Resampling& run, double elapsed_s,
                       std::optional<double> request_time_s);

}  // namespace sightmark
