#include <array>

#include "sandbox/person_writes.h"

namespace spectrakit::sandbox {
namespace {

// A client is known by one of these.
constexpr std::array kIdentifying = {"email", "phone", "first_name"};

/// A contact's name and numbers are those of the global buyer record.
class ContactWrites : public PersonWrites {
 public:
  const ResourceType& type() const override { return contact_type(); }

 protected:
  const std::vector<Write>& writes() const override {
    static const std::vector<Write> kWrites = {
        {"first_name",
         "UPDATE buyers SET first_name = :value WHERE id = (SELECT buyer_id FROM contacts WHERE id = :id)"},
        {"last_name", "UPDATE buyers SET last_name = :value WHERE id = (SELECT buyer_id FROM contacts WHERE id = :id)"},
        {"phone", "UPDATE buyers SET phone = :value WHERE id = (SELECT buyer_id FROM contacts WHERE id = :id)"},
        {"mobile_phone",
         "UPDATE buyers SET mobile_phone = :value WHERE id = (SELECT buyer_id FROM contacts WHERE id = :id)"},
        {"home_phone",
         "UPDATE buyers SET home_phone = :value WHERE id = (SELECT buyer_id FROM contacts WHERE id = :id)"},
        {"notes", "UPDATE buyers SET notes = :value WHERE id = (SELECT buyer_id FROM contacts WHERE id = :id)"},
        {"private_notes",
         "UPDATE buyers SET private_notes = :value WHERE id = (SELECT buyer_id FROM contacts WHERE id = :id)"},
        {"address", "UPDATE contacts SET address = :value WHERE id = :id"},
        {"city", "UPDATE contacts SET city = :value WHERE id = :id"},
        {"state", "UPDATE contacts SET state = :value WHERE id = :id"},
        {"zip", "UPDATE contacts SET zip = :value WHERE id = :id"},
        {"tags", "UPDATE contacts SET tags = coalesce(:value, '[]') WHERE id = :id"},
        {"image", "UPDATE contacts SET image = :value WHERE id = :id"}};
    return kWrites;
  }

  const char* email_sql() const override {
    return "SELECT b.email FROM contacts c JOIN buyers b ON b.id = c.buyer_id WHERE c.id = :id";
  }

  void find_further_problems(Database& database, std::optional<int64_t> id, const AttributeForm& form,
                             std::vector<Problem>* problems) const override {
    std::array<bool, kIdentifying.size()> is_known{};
    if (id) {
      Query current = database.query(
          "SELECT b.email, b.phone, b.first_name FROM contacts c JOIN buyers b ON b.id = c.buyer_id WHERE c.id = :id");
      current.bind(":id", *id).next();
      for (size_t i = 0; i < kIdentifying.size(); ++i) is_known[i] = !current.text(static_cast<int>(i)).empty();
    }
    bool is_identified = false;
    for (size_t i = 0; i < kIdentifying.size(); ++i) {
      is_identified |= form.has(kIdentifying[i]) ? !form.text(kIdentifying[i]).empty() : is_known[i];
    }
    if (!is_identified) {
      problems->push_back({"/data/attributes", "A client needs an email, a phone or a first name."});
    }
  }

  int64_t insert(Database& database, int64_t company_id, const std::string& email,
                 const std::string& time) const override {
    Query query = database.query(
        "INSERT INTO contacts (company_id, buyer_id, created_at, updated_at) VALUES (:company_id, :buyer_id, :time, "
        ":time)");
    query.bind(":company_id", company_id).bind(":buyer_id", find_or_insert_buyer(database, email));
    query.bind(":time", std::string_view(time)).run();
    return database.last_insert_id();
  }

 private:
  static int64_t find_or_insert_buyer(Database& database, const std::string& email) {
    Query known = database.query("SELECT id FROM buyers WHERE email = :email");
    if (!email.empty() && known.bind(":email", std::string_view(email)).next()) return known.integer(0);
    Query query = database.query("INSERT INTO buyers (email) VALUES (:email)");
    if (!email.empty()) query.bind(":email", std::string_view(email));
    query.run();
    return database.last_insert_id();
  }
};

}  // namespace

const PersonWrites& contact_writes() {
  static const ContactWrites kWrites;
  return kWrites;
}

}  // namespace spectrakit::sandbox
