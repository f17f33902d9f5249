#include "http/io_loop.h"

#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <new>
#include <system_error>
#include <utility>

#include "http/transfer.h"

namespace spectrakit::http {
namespace {

constexpr size_t kIdleEasyHandles = 256;

int64_t system_monotonic_ms() {
  return system_clock()->monotonic_ms();
}

/// How many idle connections are kept: those of two hosts.
long kept_connections(uint32_t max_connections_per_host) {
  constexpr uint32_t kMost = 10'000;
  return 2 * static_cast<long>(std::min(max_connections_per_host, kMost));
}

void init_curl_once() {
  // Never undone: other parts of the host may use libcurl as well.
  static const CURLcode outcome = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (outcome != CURLE_OK) throw std::runtime_error(curl_easy_strerror(outcome));
}

/// Before 8.1.1, curl goes on with the last header of a handle's earlier transfer, which it has freed, when the head of
/// the next answer begins with a folded line: any server could have it read and write there.
bool may_reuse_easy_handles() {
  constexpr unsigned kVersion8_1_1 = 0x080101;
  static const bool may_reuse = curl_version_info(CURLVERSION_NOW)->version_num >= kVersion8_1_1;
  return may_reuse;
}

}  // namespace

IoLoop::IoLoop(const EngineOptions& options)
    : clock_(options.clock ? options.clock : system_clock()),
      random_(options.random_seed),
      body_reader_(std::make_unique<BodyReader>()),
      host_slots_(options.max_connections_per_host),
      epoll_(epoll_create1(EPOLL_CLOEXEC), "epoll_create1"),
      wake_event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd") {
  init_curl_once();
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = wake_event_.get();
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, wake_event_.get(), &event) != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
  }
  multi_ = curl_multi_init();
  if (multi_ == nullptr) throw std::bad_alloc();
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &IoLoop::on_socket);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &IoLoop::on_timer);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  // Else curl keeps four for each transfer that runs, and closes the rest when a burst of calls has ended.
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, kept_connections(options.max_connections_per_host));
  clock_->subscribe(this, [this] { wake(); });
}

IoLoop::~IoLoop() {
  clock_->unsubscribe(this);
  close_connections();
}

void IoLoop::run() {
  thread_id_ = std::this_thread::get_id();
  while (true) {
    turn_ms_ = clock_->monotonic_ms();
    run_tasks();
    run_due_timers();
    // Before the wait, as curl asks for its first turn right after a transfer was added.
    run_curl_if_due();
    finish_transfers();
    if (stopping_) break;
    wait_and_handle_events();
    // Before tasks and timers: what has been answered can no longer be cancelled or late.
    finish_transfers();
  }
  stop_members([](const LoopMember&) { return true; });
  timers_.clear();
  body_reader_.reset();
  // Here, where SIGPIPE is blocked: saying good-bye on a broken TLS connection raises it.
  close_connections();
  // The system gives a thread's id to another one once it has ended.
  thread_id_ = std::thread::id{};
}

void IoLoop::close_connections() {
  for (CURL* handle : idle_easy_handles_) curl_easy_cleanup(handle);
  idle_easy_handles_.clear();
  if (multi_ != nullptr) curl_multi_cleanup(multi_);
  multi_ = nullptr;
}

bool IoLoop::post(Task task) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    if (!accepting_) return false;
    first = tasks_.empty();
    tasks_.push_back(std::move(task));
  }
  if (first) wake();
  return true;
}

void IoLoop::stop() {
  {
    const std::lock_guard lock(mutex_);
    accepting_ = false;
  }
  wake();
}

bool IoLoop::is_accepting() const {
  const std::lock_guard lock(mutex_);
  return accepting_;
}

void IoLoop::wake() {
  eventfd_write(wake_event_.get(), 1);
}

IoLoop::TimerId IoLoop::add_timer(int64_t due_ms, Task task) {
  return timers_.emplace(due_ms, std::move(task));
}

void IoLoop::cancel_timer(TimerId timer) {
  timers_.erase(timer);
}

void IoLoop::add_member(std::shared_ptr<LoopMember> member) {
  LoopMember* const key = member.get();
  members_.emplace(key, std::move(member));
}

void IoLoop::remove_member(LoopMember* member) {
  members_.erase(member);
}

CURL* IoLoop::take_easy_handle() {
  if (!idle_easy_handles_.empty()) {
    CURL* const handle = idle_easy_handles_.back();
    idle_easy_handles_.pop_back();
    return handle;
  }
  CURL* const handle = curl_easy_init();
  if (handle == nullptr) throw std::bad_alloc();
  return handle;
}

void IoLoop::give_back_easy_handle(CURL* handle) {
  if (!may_reuse_easy_handles() || idle_easy_handles_.size() >= kIdleEasyHandles) {
    curl_easy_cleanup(handle);
    return;
  }
  curl_easy_reset(handle);
  // curl_easy_cleanup, too, would otherwise touch the host's SIGPIPE disposition for a moment.
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  idle_easy_handles_.push_back(handle);
}

void IoLoop::start(Transfer& transfer) {
  if (curl_multi_add_handle(multi_, transfer.easy_handle()) != CURLM_OK) throw std::bad_alloc();
  ++running_transfers_;
}

void IoLoop::abort(Transfer& transfer) {
  // A connection that did not answer may be dead; without this, HTTP/2 would go on using it.
  curl_easy_setopt(transfer.easy_handle(), CURLOPT_FORBID_REUSE, 1L);
  curl_multi_remove_handle(multi_, transfer.easy_handle());
  --running_transfers_;
}

void IoLoop::run_tasks() {
  std::vector<Task> tasks;
  {
    const std::lock_guard lock(mutex_);
    tasks.swap(tasks_);
    stopping_ = !accepting_;
  }
  for (const Task& task : tasks) task();
}

void IoLoop::run_due_timers() {
  const int64_t now_ms = clock_->monotonic_ms();
  while (!timers_.empty() && timers_.begin()->first <= now_ms) {
    const Task task = std::move(timers_.begin()->second);
    timers_.erase(timers_.begin());
    task();
  }
}

void IoLoop::finish_transfers() {
  int waiting = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &waiting)) {
    if (message->msg != CURLMSG_DONE) continue;
    // The message dies with curl_multi_remove_handle.
    const CURLcode outcome = message->data.result;
    Transfer* transfer = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
    curl_multi_remove_handle(multi_, message->easy_handle);
    --running_transfers_;
    transfer->finish(outcome);
  }
}

void IoLoop::wait_and_handle_events() {
  std::array<epoll_event, 64> events;
  const int count = epoll_wait(epoll_.get(), events.data(), events.size(), wait_ms());
  turn_ms_ = clock_->monotonic_ms();
  int running = 0;
  for (int at = 0; at < count; ++at) {
    const int descriptor = events[static_cast<size_t>(at)].data.fd;
    const uint32_t ready = events[static_cast<size_t>(at)].events;
    if (descriptor == wake_event_.get()) {
      eventfd_t drained = 0;
      eventfd_read(wake_event_.get(), &drained);
      continue;
    }
    const int mask = ((ready & EPOLLIN) ? CURL_CSELECT_IN : 0) | ((ready & EPOLLOUT) ? CURL_CSELECT_OUT : 0) |
                     ((ready & (EPOLLERR | EPOLLHUP)) ? CURL_CSELECT_ERR : 0);
    curl_multi_socket_action(multi_, descriptor, mask, &running);
  }
}

void IoLoop::run_curl_if_due() {
  if (curl_due_ms_ < 0 || curl_due_ms_ > system_monotonic_ms()) return;
  curl_due_ms_ = -1;
  int running = 0;
  curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
}

bool IoLoop::waits_for_time_alone() const {
  const std::lock_guard lock(mutex_);
  return running_transfers_ == 0 && tasks_.empty();
}

int IoLoop::wait_ms() {
  constexpr int64_t kForever = -1;
  int64_t wait = kForever;
  if (!timers_.empty()) {
    const int64_t due_ms = timers_.begin()->first;
    if (waits_for_time_alone() && clock_->skip_to(due_ms)) return 0;
    wait = clock_->sleep_ms_until(due_ms);
  }
  if (curl_due_ms_ >= 0) {
    const int64_t curl_wait = std::max<int64_t>(0, curl_due_ms_ - system_monotonic_ms());
    wait = wait == kForever ? curl_wait : std::min(wait, curl_wait);
  }
  constexpr int64_t kLongest = 60 * 60 * 1000;
  return static_cast<int>(std::min(wait, kLongest));
}

void IoLoop::stop_members_of(const void* owner) {
  stop_members([owner](const LoopMember& member) { return member.owner() == owner; });
}

void IoLoop::stop_members(const std::function<bool(const LoopMember&)>& which) {
  // What a member does when it is stopped may change the map.
  std::vector<std::shared_ptr<LoopMember>> chosen;
  for (const auto& [key, member] : members_) {
    if (which(*member)) chosen.push_back(member);
  }
  for (const std::shared_ptr<LoopMember>& member : chosen) member->loop_stopped();
}

int IoLoop::on_socket(CURL*, curl_socket_t socket, int what, void* self, void* known) {
  IoLoop& loop = *static_cast<IoLoop*>(self);
  if (what == CURL_POLL_REMOVE) {
    epoll_ctl(loop.epoll_.get(), EPOLL_CTL_DEL, socket, nullptr);
    return 0;
  }
  epoll_event event{};
  event.data.fd = socket;
  event.events = (what & CURL_POLL_IN ? uint32_t{EPOLLIN} : 0u) | (what & CURL_POLL_OUT ? uint32_t{EPOLLOUT} : 0u);
  epoll_ctl(loop.epoll_.get(), known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &event);
  curl_multi_assign(loop.multi_, socket, &loop);
  return 0;
}

void IoLoop::watch_closing(CURL* easy) {
  // The loop outlives the connections that it makes.
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, &IoLoop::on_close);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, this);
}

int IoLoop::on_close(void* self, curl_socket_t socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0) {
    // The port stands at the same place in both kinds of address.
    const in_port_t port = reinterpret_cast<const sockaddr_in&>(address).sin_port;
    static_cast<IoLoop*>(self)->stalled_connections_.remove(ntohs(port));
  }
  return close(socket);
}

int IoLoop::on_timer(CURLM*, long timeout_ms, void* self) {
  IoLoop& loop = *static_cast<IoLoop*>(self);
  loop.curl_due_ms_ = timeout_ms < 0 ? -1 : system_monotonic_ms() + timeout_ms;
  return 0;
}

}  // namespace spectrakit::http
