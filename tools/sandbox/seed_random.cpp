#include "sandbox/seed_random.h"

#include <array>
#include <cstdio>

namespace spectrakit::sandbox {

uint64_t SeedRandom::next() {
  state_ += 0x9e3779b97f4a7c15;
  uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return mixed ^ (mixed >> 31);
}

std::string SeedRandom::phone() {
  constexpr std::array kAreaCodes = {614, 380, 740};
  const int area_code = pick(kAreaCodes);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "(%d) 555-01%02d", area_code, static_cast<int>(below(100)));
  return text.data();
}

std::string SeedRandom::hexadecimal(size_t length) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  while (text.size() < length) text += kDigits[below(16)];
  return text;
}

std::string SeedRandom::uuid() {
  // Version 4, variant 8, as a random one has them.
  const std::string start = hexadecimal(8) + "-" + hexadecimal(4) + "-4";
  const std::string middle = hexadecimal(3) + "-8";
  return start + middle + hexadecimal(3) + "-" + hexadecimal(12);
}

}  // namespace spectrakit::sandbox
