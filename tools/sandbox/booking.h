#ifndef SPECTRAKIT_TOOLS_SANDBOX_BOOKING_H
#define SPECTRAKIT_TOOLS_SANDBOX_BOOKING_H

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/database.h"
#include "sandbox/time_text.h"

namespace spectrakit::sandbox {

/// A new inspection as openapi.yaml's NewInspection describes it.
class Booking {
 public:
  /// Throws MemberProblem when the body makes no sense, or names what the company does not have.
  Booking(Database& database, const nlohmann::json& body);

  int64_t company_id() const { return company_id_; }
  bool is_confirmed() const { return is_confirmed_; }
  /// Enters the inspection, with this id or the next free one, and returns its id.
  int64_t insert(Database& database, std::optional<int64_t> id = std::nullopt) const;

 private:
  int64_t insert_inspection(Database& database, std::optional<int64_t> id) const;

  int64_t company_id_ = 0;
  Seconds starts_;
  std::string address_, address_2_, city_, state_, zip_;
  std::optional<int64_t> buying_agent_id_, selling_agent_id_;
  std::vector<int64_t> contact_ids_;
  int64_t inspector_id_ = 0;
  std::string service_names_, service_add_on_names_, description_;
  bool is_confirmed_ = false;
};

}  // namespace spectrakit::sandbox

#endif
