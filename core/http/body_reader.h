#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace spectrakit::http {

/// The thread that reads files for uploads, so that no slow disk holds up the I/O thread. Jobs of many uploads take
/// turns. The thread starts with the first job.
class BodyReader {
 public:
  using Job = std::function<void()>;

  BodyReader() = default;
  ~BodyReader();
  BodyReader(const BodyReader&) = delete;
  BodyReader& operator=(const BodyReader&) = delete;

  /// Throws std::system_error when the system gives no thread.
  void add(Job job);

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace spectrakit::http
