#include <gtest/gtest.h>

#include "http/client_certificate.h"
#include "support/temporary_folder.h"

namespace spectrakit::http {
namespace {

constexpr std::string_view kCertificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
constexpr std::string_view kKey = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n";
constexpr std::string_view kEncryptedKey =
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIE\n-----END ENCRYPTED PRIVATE KEY-----\n";

class ClientCertificateTest : public testing::Test {
 protected:
  std::string refusal() {
    const Result<ClientCertificate> read = read_client_certificate(options_);
    if (read.ok()) return "";
    EXPECT_EQ(read.error->status, Status::invalid_argument);
    EXPECT_EQ(read.error->message.find("MII"), std::string::npos) << read.error->message;
    return read.error->message;
  }

  tests::TemporaryFolder folder_;
  ConnectionOptions options_;
};

TEST_F(ClientCertificateTest, NoneIsNone) {
  const Result<ClientCertificate> read = read_client_certificate(options_);
  ASSERT_TRUE(read.ok());
  EXPECT_TRUE(read.value.certificate.empty());
}

TEST_F(ClientCertificateTest, IsReadOnce) {
  options_.certificate_file = folder_.write("client.pem", kCertificate);
  options_.key_file = folder_.write("client.key", kKey);
  const Result<ClientCertificate> read = read_client_certificate(options_);
  ASSERT_TRUE(read.ok()) << read.error->message;
  EXPECT_EQ(read.value.certificate, kCertificate);
  EXPECT_EQ(read.value.key, kKey);
}

TEST_F(ClientCertificateTest, MayHaveItsKeyInTheSameFile) {
  const std::string both = std::string(kKey) + std::string(kCertificate);
  options_.certificate_file = folder_.write("client.pem", both);
  const Result<ClientCertificate> read = read_client_certificate(options_);
  ASSERT_TRUE(read.ok()) << read.error->message;
  EXPECT_EQ(read.value.key, both);
}

TEST_F(ClientCertificateTest, AFileThatCanNotBeReadIsRefusedByName) {
  options_.certificate_file = folder_.path("missing.pem");
  EXPECT_NE(refusal().find("missing.pem"), std::string::npos) << refusal();
  options_.certificate_file = folder_.write("client.pem", kCertificate);
  options_.key_file = folder_.path("missing.key");
  EXPECT_NE(refusal().find("missing.key"), std::string::npos) << refusal();
}

TEST_F(ClientCertificateTest, AFileWithoutItsPartIsRefused) {
  options_.certificate_file = folder_.write("client.pem", kCertificate);
  EXPECT_NE(refusal().find("holds no PEM private key"), std::string::npos) << refusal();
  options_.key_file = folder_.write("client.key", kKey);
  options_.certificate_file = options_.key_file;
  EXPECT_NE(refusal().find("holds no PEM certificate"), std::string::npos) << refusal();
}

TEST_F(ClientCertificateTest, AnEncryptedKeyNeedsItsPassword) {
  options_.certificate_file = folder_.write("client.pem", kCertificate);
  options_.key_file = folder_.write("client.key", kEncryptedKey);
  EXPECT_NE(refusal().find("is encrypted"), std::string::npos) << refusal();
  options_.key_password = "open sesame";
  EXPECT_EQ(refusal(), "");
}

TEST_F(ClientCertificateTest, AKeyAloneIsRefused) {
  options_.key_file = folder_.write("client.key", kKey);
  EXPECT_NE(refusal().find("certificate's file is missing"), std::string::npos) << refusal();
}

}  // namespace
}  // namespace spectrakit::http
