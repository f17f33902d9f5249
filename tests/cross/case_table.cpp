#include "case_table.h"

#include <cctype>
#include <fstream>
#include <stdexcept>

namespace spectrakit::tests {

using Json = nlohmann::json;

std::vector<Case> load_cases(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error(path + " can not be read");
  std::vector<Case> cases;
  const Json table = Json::parse(file);
  for (const Json& body : table.at("cases")) cases.push_back({body.at("group"), body.at("name"), body});
  return cases;
}

std::string camel_case(std::string_view sentence) {
  std::string word;
  bool starts_word = true;
  for (const char c : sentence) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) {
      word += static_cast<char>(starts_word ? std::toupper(byte) : std::tolower(byte));
    }
    starts_word = std::isalnum(byte) == 0;
  }
  return word;
}

Json fill_in(Json json, const std::vector<std::pair<std::string, std::string>>& values) {
  if (json.is_structured()) {
    for (Json& member : json) member = fill_in(std::move(member), values);
  } else if (json.is_string()) {
    auto& text = json.get_ref<std::string&>();
    for (const auto& [name, value] : values) {
      const std::string slot = "${" + name + "}";
      for (size_t at = text.find(slot); at != std::string::npos; at = text.find(slot, at + value.size())) {
        text.replace(at, slot.size(), value);
      }
    }
  }
  return json;
}

}  // namespace spectrakit::tests
