#include "pager.h"

#include "client_options.h"
#include "failure.h"
#include "text.h"

namespace spectrakit::python {
namespace {

PagerHandle make_pager(const Client& client, const Request& request, const CallOptionsHandle& options,
                       py::handle cursor) {
  const std::string_view text = utf8(cursor, "cursor");
  return make<PagerHandle>(spk_pager_create, client.get(), request.get(),
                           static_cast<const spk_call_options*>(options.get()), text.data(), text.size());
}

}  // namespace

Pager::Pager(std::shared_ptr<Client> client, const Request& request, const CallOptions& options, py::str cursor,
             py::object prefetch, py::object max_pages, bool remove_duplicates, const Queue* queue, uintptr_t key)
    : client_(std::move(client)), handle_(make_pager(*client_, request, options.make(queue, key, false), cursor)) {
  if (!prefetch.is_none()) call(spk_pager_set_prefetch, handle_.get(), to_number<uint32_t>("prefetch", prefetch));
  if (!max_pages.is_none()) call(spk_pager_set_max_pages, handle_.get(), to_number<uint32_t>("max_pages", max_pages));
  if (remove_duplicates) call(spk_pager_set_remove_duplicates, handle_.get(), 1);
}

CallHandle Pager::start() {
  spk_call* running = nullptr;
  spk_error* error = nullptr;
  const spk_status status = spk_pager_start_next(handle_.get(), &running, &error);
  ErrorHandle owner(error);
  if (status == SPK_END) return nullptr;
  if (status != SPK_OK) raise(std::move(owner));
  return CallHandle(running);
}

py::object Pager::next() {
  CallHandle running = start();
  return running == nullptr ? py::object(py::none()) : client_->wait_for(std::move(running));
}

std::unique_ptr<Call> Pager::start_next() {
  CallHandle running = start();
  return running == nullptr ? nullptr : std::make_unique<Call>(std::move(running));
}

py::str Pager::cursor() const {
  return text(spk_pager_cursor, handle_.get());
}

void add_pager(py::module_& module) {
  py::class_<Pager>(module, "Pager")
      .def(py::init<std::shared_ptr<Client>, const Request&, const CallOptions&, py::str, py::object, py::object, bool,
                    const Queue*, uintptr_t>())
      .def("next", &Pager::next)
      .def("start_next", &Pager::start_next)
      .def("cursor", &Pager::cursor);
}

}  // namespace spectrakit::python
