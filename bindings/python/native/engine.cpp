#include "client.h"
#include "client_options.h"
#include "failure.h"
#include "text.h"

namespace spectrakit::python {
namespace {

EngineHandle make_engine(const py::object& max_connections_per_host, const Clock* clock,
                         const py::object& random_seed) {
  const auto options = make<EngineOptionsHandle>(spk_engine_options_create);
  if (!max_connections_per_host.is_none()) {
    call(spk_engine_options_set_max_connections_per_host, options.get(),
         to_number<uint32_t>("max_connections_per_host", max_connections_per_host));
  }
  if (clock != nullptr) call(spk_engine_options_set_experimental_clock, options.get(), clock->get());
  if (!random_seed.is_none()) {
    call(spk_engine_options_set_experimental_random_seed, options.get(),
         to_number<uint64_t>("random_seed", random_seed));
  }
  spk_engine* engine = nullptr;
  call_without_gil(spk_engine_create, static_cast<const spk_engine_options*>(options.get()), &engine);
  return EngineHandle(engine);
}

ClockHandle open_clock(py::handle path) {
  const std::string text = path_utf8(path);
  return make<ClockHandle>(spk_experimental_clock_open, text.data(), text.size());
}

}  // namespace

Clock::Clock(int64_t unix_ms) : handle_(make<ClockHandle>(spk_experimental_clock_create, unix_ms)) {}

Clock::Clock(py::object path) : handle_(open_clock(path)) {}

void Clock::advance(int64_t by_ms) {
  call_without_gil(spk_experimental_clock_advance, handle_.get(), by_ms);
}

void Clock::set_unix_ms(int64_t unix_ms) {
  call_without_gil(spk_experimental_clock_set_unix_ms, handle_.get(), unix_ms);
}

void Clock::set_auto_advance(bool on) {
  call(spk_experimental_clock_set_auto_advance, handle_.get(), on ? 1 : 0);
}

Engine::Engine(py::object max_connections_per_host, const Clock* clock, py::object random_seed)
    : handle_(make_engine(max_connections_per_host, clock, random_seed)) {}

void Engine::close(py::object timeout_s) {
  close_in_slices(spk_engine_close, handle_.get(), to_milliseconds("timeout_s", timeout_s));
}

void add_engine(py::module_& module) {
  py::class_<Clock>(module, "Clock")
      .def(py::init<int64_t>())
      .def(py::init<py::object>())
      .def("advance", &Clock::advance)
      .def("set_unix_ms", &Clock::set_unix_ms)
      .def("set_auto_advance", &Clock::set_auto_advance)
      .def("unix_ms", &Clock::unix_ms)
      .def("monotonic_ms", &Clock::monotonic_ms);
  py::class_<Engine>(module, "Engine")
      .def(py::init<py::object, const Clock*, py::object>())
      .def("close", &Engine::close);
}

}  // namespace spectrakit::python
