#ifndef SPECTRAKIT_CLI_EXAMINATION_H
#define SPECTRAKIT_CLI_EXAMINATION_H

#include <functional>
#include <optional>
#include <string>

#include "connection.h"
#include "session.h"

namespace spectrakit::cli {

/** What one check of `spectrakit doctor` found. */
struct Finding {
  enum class State { kOk, kWarning, kFailed };

  std::string check;
  State state = State::kOk;
  std::string detail;
  /** What to do about it; empty when there is nothing to do. */
  std::string way_out;
  /** How the program ends because of it. */
  int exit_status = 0;
};

/** The checks of `spectrakit doctor`, one after another. */
class Examination {
 public:
  using Report = std::function<void(const Finding&)>;

  /** `observer` sees the calls that are made. */
  Examination(const ConnectionOptions& options, CallObserver& observer, Report report);
  void run();

 private:
  void check_profiles();
  /** False when there is no key, or no client can be made with it. */
  bool open_session();
  void check_address();
  void check_trust();
  void check_proxy();
  void check_ledger();
  /** False when no other read can work either. */
  bool check_key();
  void check_clock(const spk_document* answer);
  void check_permission(const char* name, spk_operation operation);
  void report_failure(const char* check, const support::Failure& failure);

  ConnectionOptions options_;
  CallObserver& observer_;
  Report report_;
  Connection connection_;
  std::optional<Session> session_;
};

}  // namespace spectrakit::cli

#endif
