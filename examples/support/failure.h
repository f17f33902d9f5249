#ifndef SPECTRAKIT_SUPPORT_FAILURE_H
#define SPECTRAKIT_SUPPORT_FAILURE_H

#include <spectrakit.h>

#include <exception>
#include <memory>
#include <utility>

namespace spectrakit::support {

/** Lets a std::unique_ptr give a handle back with its own function. */
template <auto Destroy>
struct Destroyer {
  template <typename Handle>
  void operator()(Handle* handle) const {
    Destroy(handle);
  }
};

using ErrorHandle = std::unique_ptr<spk_error, Destroyer<&spk_error_destroy>>;

/** How our programs end; a shell script tells the cases apart by these. */
enum ExitStatus : int {
  kExitOk = 0,
  kExitOther = 1,
  kExitUsage = 2,
  kExitRefused = 3,
  kExitNetwork = 4,
  kExitAmbiguousWrite = 5,
  kExitNeedsPerson = 6,
};

/** A function of spectrakit.h that did not return SPK_OK. */
class Failure : public std::exception {
 public:
  /** `error` may be null. */
  Failure(spk_status status, ErrorHandle error) : status_(status), error_(std::move(error)) {}

  spk_status status() const { return status_; }
  /** Null when the function gave no error object. Lives as long as any copy of this failure. */
  const spk_error* error() const { return error_.get(); }
  /** The exit status of a program that this failure ends. */
  ExitStatus exit_status() const;
  /** What happened and what to do next. Holds no key and no client's data. */
  const char* what() const noexcept override {
    return error_ ? spk_error_message(error_.get(), nullptr) : spk_status_name(status_);
  }

 private:
  spk_status status_;
  std::shared_ptr<spk_error> error_;
};

}  // namespace spectrakit::support

#endif
