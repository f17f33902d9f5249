#ifndef SPECTRAKIT_CLI_FAILURE_REPORT_H
#define SPECTRAKIT_CLI_FAILURE_REPORT_H

#include <support/failure.h>

#include <string>

#include "interrupt.h"

namespace spectrakit::cli {

/** Each says on stderr what went wrong and returns the exit status for it. */
int report_usage(const std::string& message);
int report_interrupt(const Interrupted& interrupted);
int report_failure(const support::Failure& failure);
int report_other(const std::string& message);

}  // namespace spectrakit::cli

#endif
