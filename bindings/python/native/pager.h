#pragma once

#include "client.h"

namespace spectrakit::python {

/// The pages of a list. Ends with None in place of a document.
class Pager {
 public:
  /// Pages are waited for when `queue` is nullptr, else their outcomes come to it under `key`.
  Pager(std::shared_ptr<Client> client, const Request& request, const CallOptions& options, py::str cursor,
        py::object prefetch, py::object max_pages, bool remove_duplicates, const Queue* queue, uintptr_t key);

  py::object next();
  std::unique_ptr<Call> start_next();
  py::str cursor() const;

 private:
  CallHandle start();

  std::shared_ptr<Client> client_;
  PagerHandle handle_;
};

void add_pager(py::module_& module);

}  // namespace spectrakit::python
