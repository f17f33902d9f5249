#include "process_usage.h"

#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace spectrakit::bench {

namespace {

int64_t status_line_kb(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    int64_t value_kb = 0;
    if (word == name && status >> value_kb) return value_kb;
  }
  return 0;
}

}  // namespace

int64_t cpu_us() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * int64_t{1'000'000} + usage.ru_utime.tv_usec +
         usage.ru_stime.tv_usec;
}

int64_t resident_kb() {
  return status_line_kb("VmRSS:");
}

int64_t peak_resident_kb() {
  return status_line_kb("VmHWM:");
}

int64_t thread_count() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return std::distance(begin(tasks), end(tasks));
}

}  // namespace spectrakit::bench
