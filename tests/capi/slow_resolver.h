#pragma once

namespace spectrakit::tests {

/// Looking up the host "slow.invalid" takes until finish_slow_lookups().
bool slow_lookup_is_under_way();
void finish_slow_lookups();

}  // namespace spectrakit::tests
