#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "http/body.h"
#include "http/body_reader.h"

namespace spectrakit::http {

/// One passage over a body, for one attempt. Memory is copied as asked; a file is read ahead by the reader thread, in
/// two chunks that take turns. Used on the I/O thread, except that a chunk is filled on the reader's.
class BodyStream : public std::enable_shared_from_this<BodyStream> {
 public:
  enum class State : uint8_t { ok, waiting, failed };

  /// `wake` is called on the reader thread when a stream that was waiting may go on.
  BodyStream(std::shared_ptr<const Body> body, BodyReader& reader, std::function<void()> wake);

  /// Copies up to `capacity` bytes; 0 with State::ok means the end.
  State read(char* out, size_t capacity, size_t& copied_bytes);
  uint64_t sent_bytes() const { return sent_bytes_; }
  uint64_t total_bytes() const { return total_bytes_; }
  /// Why the stream failed.
  std::string failure() const;

 private:
  static constexpr size_t kChunkBytes = 256 * 1024;

  struct Chunk {
    std::unique_ptr<char[]> bytes;
    size_t size = 0;
    bool full = false;
  };

  size_t read_memory(const std::string& bytes, char* out, size_t capacity);
  State read_file(const std::shared_ptr<const File>& file, char* out, size_t capacity, size_t& copied_bytes);
  void ask_for_chunks(const std::shared_ptr<const File>& file);
  void fill(const std::shared_ptr<const File>& file, uint64_t offset, size_t chunk_index);
  void next_piece();

  const std::shared_ptr<const Body> body_;
  BodyReader& reader_;
  const std::function<void()> wake_;
  const uint64_t total_bytes_;
  size_t piece_ = 0;
  uint64_t piece_offset_ = 0;
  uint64_t sent_bytes_ = 0;

  /// Of the current file: how far chunks were asked for, which one is next, and how much of it was copied.
  uint64_t asked_offset_ = 0;
  size_t ask_index_ = 0;
  size_t take_index_ = 0;
  size_t taken_bytes_ = 0;
  size_t chunks_out_ = 0;

  mutable std::mutex mutex_;
  Chunk chunks_[2];
  bool waiting_ = false;
  std::string failure_;
};

}  // namespace spectrakit::http
