/*
 * SpectraKit functions that may change or go in any release. Each carries the word in its name.
 * The rules of spectrakit.h hold here too.
 */
#ifndef SPECTRAKIT_EXPERIMENTAL_H
#define SPECTRAKIT_EXPERIMENTAL_H

#include "spectrakit.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A clock that a test moves, so that back-off and deadlines pass without waiting. */
typedef struct spk_experimental_clock spk_experimental_clock;

/** A clock that stands at `unix_ms` until it is moved. */
SPK_API spk_status spk_experimental_clock_create(int64_t unix_ms, spk_experimental_clock** clock, spk_error** error);
/**
 * A clock that processes on this machine share through the file at `path`, which is made when it is not there. It shows
 * the system's time, moved forward by whoever moves it. `spectrakit sandbox` has such a clock and names its file when
 * it is ready: on it, a program and its server agree on a time of which hours pass in milliseconds. Gives
 * SPK_FILE_FAILED for a file that can not be opened or is no clock's.
 */
SPK_API spk_status spk_experimental_clock_open(const char* path, size_t length, spk_experimental_clock** clock,
                                               spk_error** error);
/** Moves the clock forward and wakes every engine that runs on it. */
SPK_API spk_status spk_experimental_clock_advance(spk_experimental_clock* clock, int64_t by_ms, spk_error** error);
/** What the clock shows from now on, backwards, too; no wait gets longer or shorter by it. */
SPK_API spk_status spk_experimental_clock_set_unix_ms(spk_experimental_clock* clock, int64_t unix_ms,
                                                      spk_error** error);
/** Not 0: whenever an engine has nothing on the wire and only waits for the time, the clock jumps to that time. */
SPK_API spk_status spk_experimental_clock_set_auto_advance(spk_experimental_clock* clock, int on, spk_error** error);
/** What the clock shows, in milliseconds since 1970. */
SPK_API int64_t spk_experimental_clock_unix_ms(const spk_experimental_clock* clock);
/** Milliseconds on the line that only moves forward, by which waits are measured. */
SPK_API int64_t spk_experimental_clock_monotonic_ms(const spk_experimental_clock* clock);
/** Drops the caller's reference; engines that run on it keep it. */
SPK_API void spk_experimental_clock_destroy(spk_experimental_clock* clock);

/** The engine takes its time from `clock` instead of the system. */
SPK_API spk_status spk_engine_options_set_experimental_clock(spk_engine_options* options, spk_experimental_clock* clock,
                                                             spk_error** error);
/** The engine's randomness (jitter, multipart boundaries) starts from `seed` instead of the system's entropy. */
SPK_API spk_status spk_engine_options_set_experimental_random_seed(spk_engine_options* options, uint64_t seed,
                                                                   spk_error** error);

#ifdef __cplusplus
}
#endif

#endif
