#include "http/trust.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>

#include "support/temporary_folder.h"

namespace spectrakit::http {
namespace {

constexpr std::string_view kBundle = "# Some CA\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

class TrustTest : public testing::Test {
 protected:
  /// Puts a file into the faked system.
  std::string install(const std::string& path, std::string_view content = kBundle) {
    const std::filesystem::path full = folder_.path("root" + path);
    std::filesystem::create_directories(full.parent_path());
    return folder_.write("root" + path, content);
  }
  Result<TrustStore> find() {
    const auto environment = [this](const char* name) { return variables_[name]; };
    return find_trust_store(options_, environment, folder_.path("root"));
  }
  std::string found() {
    const Result<TrustStore> store = find();
    return store.ok() ? store.value.value : store.error->message;
  }

  tests::TemporaryFolder folder_;
  ConnectionOptions options_;
  std::map<std::string, std::string> variables_;
};

TEST_F(TrustTest, FindsTheBundleOfDebian) {
  const std::string bundle = install("/etc/ssl/certs/ca-certificates.crt");
  install("/etc/ssl/certs/5ed36f99.0");
  const Result<TrustStore> store = find();
  ASSERT_TRUE(store.ok()) << store.error->message;
  EXPECT_EQ(store.value.kind, TrustStore::Kind::file);
  EXPECT_EQ(store.value.value, bundle);
  EXPECT_EQ(store.value.description, "the file " + bundle + " (the system's)");
}

TEST_F(TrustTest, FindsTheBundleOfRhel) {
  // The usual path is a link into the extracted store there.
  const std::string bundle = install("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem");
  EXPECT_EQ(found(), bundle);
  std::filesystem::create_directories(folder_.path("root/etc/pki/tls/certs"));
  std::filesystem::create_symlink(bundle, folder_.path("root/etc/pki/tls/certs/ca-bundle.crt"));
  EXPECT_EQ(found(), folder_.path("root/etc/pki/tls/certs/ca-bundle.crt"));
}

TEST_F(TrustTest, FindsTheBundleOfAlpine) {
  const std::string bundle = install("/etc/ssl/cert.pem");
  std::filesystem::create_directories(folder_.path("root/etc/ssl/certs"));
  EXPECT_EQ(found(), bundle);
}

TEST_F(TrustTest, FindsTheBundleOfSuse) {
  const std::string bundle = install("/etc/ssl/ca-bundle.pem");
  EXPECT_EQ(found(), bundle);
}

TEST_F(TrustTest, FindsADirectoryOfHashedCertificates) {
  install("/etc/ssl/certs/5ed36f99.0");
  const Result<TrustStore> store = find();
  ASSERT_TRUE(store.ok()) << store.error->message;
  EXPECT_EQ(store.value.kind, TrustStore::Kind::directory);
  EXPECT_EQ(store.value.value, folder_.path("root/etc/ssl/certs"));
}

TEST_F(TrustTest, AnEmptySystemGivesAnErrorThatNamesEveryPlaceAndTheWaysOut) {
  variables_["SSL_CERT_FILE"] = folder_.path("missing.pem");
  // A directory whose files OpenSSL would not find is as good as none.
  install("/etc/ssl/certs/readme.txt");
  const Result<TrustStore> store = find();
  ASSERT_FALSE(store.ok());
  EXPECT_EQ(store.error->status, Status::tls_failed);
  for (const char* part : {"SSL_CERT_FILE=", "missing.pem", "SSL_CERT_DIR (not set)", "CURL_CA_BUNDLE (not set)",
                           "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                           "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/ca-bundle.pem",
                           "/usr/local/share/certs/ca-root-nss.crt", "/etc/ssl/cert.pem", "/etc/ssl/certs",
                           "package of CA certificates", "the client's option ca_file or ca_pem"}) {
    EXPECT_NE(store.error->message.find(part), std::string::npos) << part << " in " << store.error->message;
  }
}

TEST_F(TrustTest, VariablesGoBeforeTheSystemInTheWrittenOrder) {
  install("/etc/ssl/certs/ca-certificates.crt");
  const std::string curl_bundle = install("/home/curl.pem");
  variables_["CURL_CA_BUNDLE"] = curl_bundle;
  EXPECT_EQ(found(), curl_bundle);
  install("/home/hashed/5ed36f99.0");
  variables_["SSL_CERT_DIR"] = folder_.path("nowhere") + ":" + folder_.path("root/home/hashed");
  EXPECT_EQ(found(), variables_["SSL_CERT_DIR"]);
  const std::string ssl_file = install("/home/ssl.pem");
  variables_["SSL_CERT_FILE"] = ssl_file;
  EXPECT_EQ(find().value.description, "the file " + ssl_file + " (SSL_CERT_FILE)");
}

TEST_F(TrustTest, AVariableThatLeadsNowhereIsPassedOver) {
  const std::string bundle = install("/etc/ssl/cert.pem");
  variables_["SSL_CERT_FILE"] = folder_.path("missing.pem");
  variables_["SSL_CERT_DIR"] = folder_.path("missing");
  variables_["CURL_CA_BUNDLE"] = install("/home/empty.pem", "");
  EXPECT_EQ(found(), bundle);
}

TEST_F(TrustTest, OptionsGoBeforeVariables) {
  variables_["SSL_CERT_FILE"] = install("/home/ssl.pem");
  options_.ca_file = install("/home/own.pem");
  EXPECT_EQ(found(), options_.ca_file);
  options_.ca_pem = kBundle;
  const Result<TrustStore> store = find();
  EXPECT_EQ(store.value.kind, TrustStore::Kind::pem);
  EXPECT_EQ(store.value.value, kBundle);
}

TEST_F(TrustTest, AnOptionThatCanNotBeUsedIsRefusedByName) {
  install("/etc/ssl/cert.pem");
  const std::string no_pem = install("/home/notes.txt", "no certificate\n-----BEGIN RSA PRIVATE KEY-----\n");
  const std::vector<std::pair<std::string, std::string>> cases{
      {folder_.path("missing.pem"), "No such file"},
      {folder_.path("root"), "it is a directory"},
      {"/dev/null", "it is no regular file"},
      {no_pem, "holds no PEM certificate"},
      {std::string("a\0b", 3), "NUL"},
  };
  for (const auto& [path, reason] : cases) {
    options_.ca_file = path;
    const Result<TrustStore> store = find();
    ASSERT_FALSE(store.ok()) << path;
    EXPECT_EQ(store.error->status, Status::invalid_argument);
    EXPECT_NE(store.error->message.find(path), std::string::npos) << store.error->message;
    EXPECT_NE(store.error->message.find(reason), std::string::npos) << store.error->message;
  }
}

TEST_F(TrustTest, ATextWithoutACertificateIsRefused) {
  options_.ca_pem = "-----BEGIN PUBLIC KEY-----\n";
  EXPECT_EQ(find().error->status, Status::invalid_argument);
}

}  // namespace
}  // namespace spectrakit::http
