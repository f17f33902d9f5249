#include "base/shared_clock.h"
#include "boundary.h"

using spectrakit::ErrorPtr;
using spectrakit::capi::guarded;
using spectrakit::capi::required;
using spectrakit::capi::string_in;

spk_status spk_experimental_clock_create(int64_t unix_ms, spk_experimental_clock** clock, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(clock, "clock") = nullptr;
    *clock = new spk_experimental_clock{std::make_shared<spectrakit::ManualClock>(unix_ms)};
    return nullptr;
  });
}

spk_status spk_experimental_clock_open(const char* path, size_t length, spk_experimental_clock** clock,
                                       spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(clock, "clock") = nullptr;
    auto opened = spectrakit::SharedClock::open(std::string(string_in(path, length, "path")));
    if (opened.error) return std::move(opened.error);
    *clock = new spk_experimental_clock{std::move(opened.value)};
    return nullptr;
  });
}

spk_status spk_experimental_clock_advance(spk_experimental_clock* clock, int64_t by_ms, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    if (by_ms < 0) return make_error(spectrakit::Status::invalid_argument, "a clock moves forward only");
    required(clock, "clock").clock->advance(by_ms);
    return nullptr;
  });
}

spk_status spk_experimental_clock_set_unix_ms(spk_experimental_clock* clock, int64_t unix_ms, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(clock, "clock").clock->set_unix_ms(unix_ms);
    return nullptr;
  });
}

spk_status spk_experimental_clock_set_auto_advance(spk_experimental_clock* clock, int on, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(clock, "clock").clock->set_auto_advance(on != 0);
    return nullptr;
  });
}

int64_t spk_experimental_clock_unix_ms(const spk_experimental_clock* clock) {
  return clock ? clock->clock->unix_ms() : 0;
}

int64_t spk_experimental_clock_monotonic_ms(const spk_experimental_clock* clock) {
  return clock ? clock->clock->monotonic_ms() : 0;
}

void spk_experimental_clock_destroy(spk_experimental_clock* clock) {
  delete clock;
}

spk_status spk_engine_options_set_experimental_clock(spk_engine_options* options, spk_experimental_clock* clock,
                                                     spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(options, "options").options.clock = required(clock, "clock").clock;
    return nullptr;
  });
}

spk_status spk_engine_options_set_experimental_random_seed(spk_engine_options* options, uint64_t seed,
                                                           spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(options, "options").options.random_seed = seed;
    return nullptr;
  });
}
