#include "client/nearest.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace spectrakit {
namespace {

/// Levenshtein distance, a row at a time.
size_t edits_between(std::string_view from, std::string_view to) {
  std::vector<size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < from.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < to.size(); ++j) {
      const size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string_view nearest(std::string_view text, std::span<const std::string_view> candidates) {
  std::string_view best;
  size_t fewest_edits = SIZE_MAX;
  for (const std::string_view candidate : candidates) {
    const size_t edits = edits_between(text, candidate);
    if (edits < fewest_edits) {
      fewest_edits = edits;
      best = candidate;
    }
  }
  return best;
}

}  // namespace spectrakit
