#include "in_flight.h"

#include <poll.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdio>
#include <stdexcept>
#include <vector>

#include "process_usage.h"
#include "session.h"

namespace spectrakit::bench {

namespace {

constexpr int kSilenceLimitMs = 60'000;

struct Wave {
  int64_t cpu_us;
  int64_t wall_us;
  int64_t extra_threads;
  int64_t resident_kb;
};

void allow_many_descriptors() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

Request make_slow_request(long delay_ms) {
  spk_error* error = nullptr;
  spk_request* raw_request = nullptr;
  expect_ok(spk_request_create_raw("GET", SPK_NUL, "/slow", SPK_NUL, &raw_request, &error), error);
  Request request(raw_request);
  const std::string delay = std::to_string(delay_ms);
  expect_ok(spk_request_add_raw_query(raw_request, "ms", SPK_NUL, delay.data(), delay.size(), &error), error);
  return request;
}

void take_result(spk_event* event) {
  spk_error* error = nullptr;
  spk_document* document = nullptr;
  const spk_status status = spk_event_take_result(event, &document, &error);
  spk_event_destroy(event);
  const Document owned(document);
  expect_ok(status, error);
  if (spk_document_record_count(document) != 1) throw std::runtime_error("an answer without its record");
}

void wait_for_results(spk_queue* queue, long expected) {
  std::array<spk_event*, 64> events{};
  while (expected > 0) {
    pollfd watched{spk_queue_fd(queue), POLLIN, 0};
    if (poll(&watched, 1, kSilenceLimitMs) != 1) throw std::runtime_error("no result came for a minute");
    const size_t count = spk_queue_drain(queue, events.data(), events.size());
    std::for_each_n(events.begin(), count, take_result);
    expected -= static_cast<long>(count);
  }
}

Wave run_wave(spk_client* client, const spk_request* request, const spk_call_options* options, spk_queue* queue,
              long calls) {
  const Stopwatch stopwatch;
  spk_error* error = nullptr;
  for (long call = 0; call < calls; ++call) {
    expect_ok(spk_client_start(client, request, options, nullptr, &error), error);
  }
  const int64_t extra_threads = thread_count() - 1;
  wait_for_results(queue, calls);
  return {stopwatch.cpu_us(), stopwatch.wall_us(), extra_threads, resident_kb()};
}

}  // namespace

void keep_in_flight(const std::string& base_url, const InFlightLoad& load) {
  allow_many_descriptors();
  spk_error* error = nullptr;
  spk_queue* raw_queue = nullptr;
  expect_ok(spk_queue_create(&raw_queue, &error), error);
  const Queue queue(raw_queue);
  spk_call_options* raw_options = nullptr;
  expect_ok(spk_call_options_create(&raw_options, &error), error);
  const CallOptions options(raw_options);
  expect_ok(spk_call_options_set_queue(options.get(), queue.get(), nullptr, 0, &error), error);
  const Engine engine = make_engine(static_cast<uint32_t>(load.calls));
  const Client client = make_client(base_url, engine.get());
  const Request request = make_slow_request(load.delay_ms);

  std::vector<Wave> waves;
  for (long wave = 0; wave < load.waves; ++wave) {
    waves.push_back(run_wave(client.get(), request.get(), options.get(), queue.get(), load.calls));
  }
  const auto most = [&waves](int64_t Wave::*part) {
    const auto less = [part](const Wave& left, const Wave& right) { return left.*part < right.*part; };
    return (*std::max_element(waves.begin(), waves.end(), less)).*part;
  };
  std::printf("{\"wave_cpu_us\":%" PRId64 ",\"wave_wall_us\":%" PRId64 ",\"extra_threads\":%" PRId64
              ",\"peak_kb\":%" PRId64 ",\"resident_kb\":[",
              most(&Wave::cpu_us), most(&Wave::wall_us), most(&Wave::extra_threads), peak_resident_kb());
  for (size_t wave = 0; wave < waves.size(); ++wave) {
    std::printf("%s%" PRId64, wave == 0 ? "" : ",", waves[wave].resident_kb);
  }
  std::printf("]}\n");
}

}  // namespace spectrakit::bench
