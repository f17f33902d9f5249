#include "spectrakit_experimental.h"

int64_t use_header(const spk_experimental_clock* clock);

int64_t use_header(const spk_experimental_clock* clock) {
  return spk_experimental_clock_unix_ms(clock);
}
