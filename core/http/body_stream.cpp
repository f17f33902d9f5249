#include "http/body_stream.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace spectrakit::http {
namespace {

/// Reads exactly `size` bytes; an empty string on success, else the reason.
std::string read_exactly(const File& file, uint64_t offset, char* out, size_t size) {
  size_t done = 0;
  while (done < size) {
    const ssize_t got = pread(file.descriptor(), out + done, size - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::string("could not be read: ") + std::strerror(errno);
    if (got == 0) return "became shorter while it was sent";
    done += static_cast<size_t>(got);
  }
  return {};
}

}  // namespace

BodyStream::BodyStream(std::shared_ptr<const Body> body, BodyReader& reader, std::function<void()> wake)
    : body_(std::move(body)), reader_(reader), wake_(std::move(wake)), total_bytes_(body_->total_bytes()) {}

BodyStream::State BodyStream::read(char* out, size_t capacity, size_t& copied_bytes) {
  copied_bytes = 0;
  State state = State::ok;
  while (copied_bytes < capacity && piece_ < body_->pieces.size() && state == State::ok) {
    const Body::Piece& piece = body_->pieces[piece_];
    size_t copied = 0;
    if (const auto* bytes = std::get_if<SharedBytes>(&piece)) {
      copied = read_memory(**bytes, out + copied_bytes, capacity - copied_bytes);
    } else {
      const auto& file = std::get<std::shared_ptr<const File>>(piece);
      state = read_file(file, out + copied_bytes, capacity - copied_bytes, copied);
    }
    copied_bytes += copied;
  }
  sent_bytes_ += copied_bytes;
  return copied_bytes > 0 && state == State::waiting ? State::ok : state;
}

std::string BodyStream::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

size_t BodyStream::read_memory(const std::string& bytes, char* out, size_t capacity) {
  const size_t copied = std::min(capacity, bytes.size() - static_cast<size_t>(piece_offset_));
  std::copy_n(bytes.data() + piece_offset_, copied, out);
  piece_offset_ += copied;
  if (piece_offset_ == bytes.size()) next_piece();
  return copied;
}

BodyStream::State BodyStream::read_file(const std::shared_ptr<const File>& file, char* out, size_t capacity,
                                        size_t& copied_bytes) {
  if (file->size_bytes() == 0) {
    next_piece();
    return State::ok;
  }
  ask_for_chunks(file);
  Chunk& chunk = chunks_[take_index_];
  {
    const std::lock_guard lock(mutex_);
    if (!failure_.empty()) return State::failed;
    waiting_ = !chunk.full;
    if (waiting_) return State::waiting;
  }
  copied_bytes = std::min(capacity, chunk.size - taken_bytes_);
  std::copy_n(chunk.bytes.get() + taken_bytes_, copied_bytes, out);
  taken_bytes_ += copied_bytes;
  piece_offset_ += copied_bytes;
  if (taken_bytes_ == chunk.size) {
    chunk.full = false;
    taken_bytes_ = 0;
    take_index_ ^= 1;
    --chunks_out_;
  }
  if (piece_offset_ == file->size_bytes()) {
    next_piece();
  } else {
    ask_for_chunks(file);
  }
  return State::ok;
}

void BodyStream::ask_for_chunks(const std::shared_ptr<const File>& file) {
  while (chunks_out_ < 2 && asked_offset_ < file->size_bytes()) {
    Chunk& chunk = chunks_[ask_index_];
    if (chunk.bytes == nullptr) chunk.bytes = std::make_unique_for_overwrite<char[]>(kChunkBytes);
    chunk.size = static_cast<size_t>(std::min<uint64_t>(kChunkBytes, file->size_bytes() - asked_offset_));
    reader_.add([self = shared_from_this(), file, offset = asked_offset_, index = ask_index_] {
      self->fill(file, offset, index);
    });
    asked_offset_ += chunk.size;
    ask_index_ ^= 1;
    ++chunks_out_;
  }
}

void BodyStream::fill(const std::shared_ptr<const File>& file, uint64_t offset, size_t chunk_index) {
  Chunk& chunk = chunks_[chunk_index];
  std::string failure = read_exactly(*file, offset, chunk.bytes.get(), chunk.size);
  // The first chunk spares the rest of a hopeless upload; the last is the last chance to keep the server from receiving
  // a mixture of two versions as a whole file.
  const bool is_first_or_last = offset == 0 || offset + chunk.size == file->size_bytes();
  if (failure.empty() && is_first_or_last && !file->is_unchanged()) {
    failure = "changed while it was sent";
  }
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    chunk.full = failure.empty();
    if (failure_.empty()) failure_ = std::move(failure);
    wake = std::exchange(waiting_, false);
  }
  if (wake) wake_();
}

void BodyStream::next_piece() {
  ++piece_;
  piece_offset_ = 0;
  asked_offset_ = 0;
  ask_index_ = 0;
  take_index_ = 0;
}

}  // namespace spectrakit::http
