#pragma once

#include <random>
#include <string>

namespace spectrakit::tests {

/// Makes JSON texts and damages them; the same seed gives the same texts.
class JsonMutator {
 public:
  explicit JsonMutator(uint64_t seed) : generator_(seed) {}

  std::string make_text() { return value(0); }
  /// `text` after one to three small damages.
  std::string damaged(std::string text);

 private:
  size_t below(size_t bound) { return std::uniform_int_distribution<size_t>(0, bound - 1)(generator_); }
  std::string value(size_t depth);
  std::string container(size_t depth, bool is_object);
  std::string string();
  std::string number();
  std::string space();
  void damage(std::string& text);

  std::mt19937_64 generator_;
};

}  // namespace spectrakit::tests
