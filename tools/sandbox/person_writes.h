#ifndef SPECTRAKIT_TOOLS_SANDBOX_PERSON_WRITES_H
#define SPECTRAKIT_TOOLS_SANDBOX_PERSON_WRITES_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/attribute_form.h"
#include "sandbox/database.h"
#include "sandbox/errors.h"
#include "sandbox/resource_types.h"

namespace spectrakit::sandbox {

/// How agents and clients are made and changed: what is common to both. Attributes that are not known are ignored, as
/// the service is believed to do.
class PersonWrites {
 public:
  virtual ~PersonWrites() = default;

  virtual const ResourceType& type() const = 0;
  /// What is wrong with the form for the record with this id, or for a new one; empty when it can be written.
  std::vector<Problem> find_problems(Database& database, std::optional<int64_t> id, const AttributeForm& form) const;
  /// Returns the new record's id.
  int64_t create(Database& database, int64_t company_id, const AttributeForm& form) const;
  void update(Database& database, int64_t company_id, int64_t id, const AttributeForm& form) const;

 protected:
  /// A statement that writes :value (null clears) to the record :id. An attribute may need several, which stand
  /// together.
  struct Write {
    const char* attribute;
    const char* sql;
  };
  virtual const std::vector<Write>& writes() const = 0;
  /// The e-mail address of the record :id.
  virtual const char* email_sql() const = 0;
  virtual void find_further_problems(Database&, std::optional<int64_t>, const AttributeForm&,
                                     std::vector<Problem>*) const {}
  /// Enters a record of which only what can not be null is known, linked to the global record of its e-mail address.
  virtual int64_t insert(Database& database, int64_t company_id, const std::string& email,
                         const std::string& time) const = 0;

 private:
  void find_email_problems(Database& database, std::optional<int64_t> id, const AttributeForm& form,
                           std::vector<Problem>* problems) const;
  void write(Database& database, int64_t id, const AttributeForm& form, const std::string& time) const;
};

/// The writes of agents and of clients.
const PersonWrites& connection_writes();
const PersonWrites& contact_writes();

}  // namespace spectrakit::sandbox

#endif
