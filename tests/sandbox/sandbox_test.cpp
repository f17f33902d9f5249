#include "sandbox_test.h"

namespace spectrakit::tests {

Answer to_answer(const httplib::Result& result) {
  if (!result) return {};
  return {result->status, result->headers, result->body};
}

std::string Answer::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

httplib::Client SandboxTest::make_client() const {
  httplib::Client client(sandbox_.url());
  client.set_bearer_token_auth(sandbox_.api_key());
  client.set_read_timeout(60);
  return client;
}

Answer SandboxTest::get(const std::string& path) const {
  return to_answer(make_client().Get(path));
}

Answer SandboxTest::get(const std::string& path, const httplib::Headers& headers) const {
  httplib::Client client(sandbox_.url());
  return to_answer(client.Get(path, headers));
}

Answer SandboxTest::send(const std::string& method, const std::string& path) const {
  httplib::Request request;
  request.method = method;
  request.path = path;
  return to_answer(make_client().send(request));
}

Answer SandboxTest::upload(const std::map<std::string, std::string>& attributes, const std::string& file_name,
                           const std::string& bytes) const {
  httplib::MultipartFormDataItems items;
  for (const auto& [name, value] : attributes) items.push_back({"data[attributes][" + name + "]", value, "", ""});
  if (!file_name.empty()) items.push_back({"data[attributes][file]", bytes, file_name, "application/pdf"});
  return to_answer(make_client().Post("/v2/inspection_attachments", items));
}

int SandboxTest::admin_status(const std::string& method, const std::string& path, const std::string& body) const {
  httplib::Request request;
  request.method = method;
  request.path = path;
  request.body = body;
  request.set_header("Content-Type", "application/json");
  httplib::Client client(sandbox_.url());
  return client.send(request)->status;
}

int64_t SandboxTest::attachment_count(const std::string& inspection_id) const {
  const Answer answer = get("/v2/inspection_attachments?filter[inspection_id]=" + inspection_id);
  return answer.json().at("meta").at("pagination").at("records").get<int64_t>();
}

std::string SandboxTest::raw_get(const std::string& path) const {
  return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + sandbox_.api_key() + "\r\n\r\n";
}

}  // namespace spectrakit::tests
