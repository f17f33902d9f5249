#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <atomic>
#include <map>
#include <optional>

#include "capi_test.h"
#include "raw_server.h"
#include "tls_server.h"

namespace spectrakit::tests {
namespace {

constexpr int64_t kShortMs = 1'000;

/// Which connections later calls use after one of them was waited for in vain.
class ConnectionReuseTest : public CapiTest {
 protected:
  ConnectionReuseTest() { set_auto_advance(false); }

  Client client_at(const std::string& url, const std::function<void(spk_client_options*)>& adjust = {}) {
    return make_client(engine_, [&](spk_client_options* options) {
      spk_client_options_set_base_url(options, url.c_str(), SPK_NUL, nullptr);
      spk_client_options_set_proxy(options, "", SPK_NUL, nullptr);
      spk_client_options_set_max_retries(options, 0, nullptr);
      if (adjust) adjust(options);
    });
  }
};

void set_short_first_byte_timeout(spk_client_options* options) {
  EXPECT_EQ(spk_client_options_set_first_byte_timeout_ms(options, kShortMs, nullptr), SPK_OK);
}

void set_short_deadline(spk_client_options* options) {
  EXPECT_EQ(spk_client_options_set_deadline_ms(options, kShortMs, nullptr), SPK_OK);
}

bool answer_json(RawPeer& peer) {
  return peer.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
}

TEST_F(ConnectionReuseTest, AfterAStallTheNextCallOverHttp11HasAConnectionOfItsOwn) {
  std::atomic<int> connections = 0;
  std::atomic<bool> is_waited_for = false;
  const RawServer server([&](RawPeer& peer) {
    const bool is_first = ++connections == 1;
    peer.read_head();
    answer_json(peer);
    if (peer.read_head().empty()) return;
    if (is_first) {
      is_waited_for = true;
      peer.wait_for_end();
    } else {
      answer_json(peer);
      peer.wait_for_end();
    }
  });
  const Client client = client_at(server.url(), set_short_first_byte_timeout);
  ASSERT_EQ(send(client, get_inspection(kInspection)).status, SPK_OK);
  const Call stalled = start(client, get_inspection(kInspection));
  wait_until([&] { return is_waited_for.load(); });
  EXPECT_EQ(connections, 1);
  advance_ms(kShortMs);
  EXPECT_EQ(finish(stalled).status, SPK_DEADLINE_EXCEEDED);
  EXPECT_EQ(send(client, get_inspection(kInspection)).status, SPK_OK);
  EXPECT_EQ(connections, 2);
}

/// HTTP/2 carries many calls on one connection.
class SharedConnectionTest : public ConnectionReuseTest {
 protected:
  Client tls_client(const std::function<void(spk_client_options*)>& adjust) {
    return client_at(server_.url(), [&](spk_client_options* options) {
      spk_client_options_set_ca_file(options, certificates_.ca().c_str(), SPK_NUL, nullptr);
      adjust(options);
    });
  }
  std::vector<std::string> connections_after(size_t requests) {
    wait_until([&] { return server_.requests().size() >= requests; });
    EXPECT_GE(server_.requests().size(), requests);
    return server_.requests();
  }

  TestCertificates certificates_;
  ReservedPort port_;
  TlsServer server_{certificates_, port_.number(), sandbox_.url(), "http2"};
};

/// One call is patient and keeps it alive, another one is not.
class StalledSharedConnectionTest : public SharedConnectionTest,
                                    public testing::WithParamInterface<void (*)(spk_client_options*)> {};

TEST_P(StalledSharedConnectionTest, IsUsedByNoLaterCallOnceOneWaitedInVain) {
  const Client patient = tls_client([](spk_client_options*) {});
  const Client hasty = tls_client(GetParam());
  add_fault("GET", "/v2/inspections", {{"hold", true}}, 2);
  const Call long_call = start(patient, get_inspection(kInspection));
  wait_until_received("GET", 1);
  const Call stalled = start(hasty, get_inspection(kInspection));
  wait_until_received("GET", 2);
  advance_ms(kShortMs);
  EXPECT_EQ(finish(stalled).status, SPK_DEADLINE_EXCEEDED);
  const Outcome next = send(hasty, get_inspection(kInspection));
  EXPECT_EQ(next.status, SPK_OK) << next.message();
  sandbox_.release();
  EXPECT_EQ(finish(long_call).status, SPK_OK) << "the calls that were there already go on";
  EXPECT_EQ(send(patient, get_inspection(kInspection)).status, SPK_OK);
  std::map<std::string, int> calls_by_connection;
  for (const std::string& connection : connections_after(4)) ++calls_by_connection[connection];
  EXPECT_LT(calls_by_connection.size(), 4u) << "the first two share one";
  for (const auto& [connection, calls] : calls_by_connection) EXPECT_LE(calls, 2) << connection;
}

INSTANTIATE_TEST_SUITE_P(Limits, StalledSharedConnectionTest,
                         testing::Values(&set_short_first_byte_timeout, &set_short_deadline));

TEST_F(SharedConnectionTest, GoesOnBeingSharedAfterASlowAnswer) {
  const Client client = tls_client(set_short_first_byte_timeout);
  add_fault("GET", "/v2/inspections", {{"hold", true}});
  const Call slow = start(client, get_inspection(kInspection));
  wait_until_received("GET", 1);
  sandbox_.release();
  EXPECT_EQ(finish(slow).status, SPK_OK);
  EXPECT_EQ(send(client, get_inspection(kInspection)).status, SPK_OK);
  const std::vector<std::string> connections = connections_after(2);
  EXPECT_EQ(connections.at(0), connections.at(1));
}

/// This process's own end of a connection to a port of 127.0.0.1; -1 when there is none.
int socket_to(int port) {
  constexpr int kMostDescriptors = 1024;
  for (int descriptor = 0; descriptor < kMostDescriptors; ++descriptor) {
    sockaddr_in peer{};
    socklen_t size = sizeof peer;
    if (getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) != 0) continue;
    if (peer.sin_family == AF_INET && ntohs(peer.sin_port) == port) return descriptor;
  }
  return -1;
}

std::optional<int> option_of(int socket, int level, int option) {
  int value = 0;
  socklen_t size = sizeof value;
  if (getsockopt(socket, level, option, &value, &size) != 0) return std::nullopt;
  return value;
}

TEST_F(ConnectionReuseTest, TheSystemEndsAConnectionWhosePeerIsGone) {
  const RawServer server([](RawPeer& peer) {
    peer.read_head();
    answer_json(peer);
    peer.wait_for_end();
  });
  const struct {
    int64_t idle_timeout_ms;
    int expected_ms;
  } cases[] = {{5'000, 60'000}, {600'000, 600'000}, {SPK_FOREVER_MS, 0}};
  for (const auto& one : cases) {
    engine_ = make_engine();
    const Client client = client_at(server.url(), [&](spk_client_options* options) {
      EXPECT_EQ(spk_client_options_set_idle_timeout_ms(options, one.idle_timeout_ms, nullptr), SPK_OK);
    });
    ASSERT_EQ(send(client, get_inspection(kInspection)).status, SPK_OK);
    const int socket = socket_to(std::stoi(server.url().substr(server.url().rfind(':') + 1)));
    ASSERT_GE(socket, 0);
    EXPECT_EQ(option_of(socket, SOL_SOCKET, SO_KEEPALIVE), 1);
    EXPECT_EQ(option_of(socket, IPPROTO_TCP, TCP_USER_TIMEOUT), one.expected_ms);
    ASSERT_EQ(spk_engine_close(engine_.get(), 20'000, nullptr), SPK_OK);
  }
}

}  // namespace
}  // namespace spectrakit::tests
