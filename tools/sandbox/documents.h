#ifndef SPECTRAKIT_TOOLS_SANDBOX_DOCUMENTS_H
#define SPECTRAKIT_TOOLS_SANDBOX_DOCUMENTS_H

#include <httplib.h>

#include <cstdint>
#include <string>

#include "sandbox/database.h"
#include "sandbox/resource_types.h"

namespace spectrakit::sandbox {

/// Who asks, where, and what. Lives no longer than the call.
struct DocumentRequest {
  int64_t company_id;
  /// This server as the client addresses it, such as "http://127.0.0.1:8080".
  std::string base_url;
  const std::string& path;
  const httplib::Params& parameters;
};

/// One page of the company's records as a JSON:API document, with meta.pagination and links.
std::string list_document(Database& database, const ResourceType& type, const DocumentRequest& request);

/// One record of the company as a JSON:API document; empty when there is none with this id.
std::string single_document(Database& database, const ResourceType& type, int64_t id, const DocumentRequest& request);

}  // namespace spectrakit::sandbox

#endif
