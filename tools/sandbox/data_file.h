#ifndef SPECTRAKIT_TOOLS_SANDBOX_DATA_FILE_H
#define SPECTRAKIT_TOOLS_SANDBOX_DATA_FILE_H

#include <stdexcept>
#include <string>

#include "sandbox/database.h"
#include "sandbox/file_store.h"

namespace spectrakit::sandbox {

/// A data file that can not be taken: what() names the place and the reason.
struct DataFileProblem : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Fills a database without companies from a JSON file, which docs/sandbox.md describes: companies with their key,
/// inspectors, agents, clients and inspections, and files to attach, named relative to the JSON file. All of it or
/// nothing: throws DataFileProblem. A company that names no key has `api_key`, with "-2" and so on behind it for
/// further ones.
void load_data_file(Database& database, const FileStore& files, const std::string& path, const std::string& api_key);

}  // namespace spectrakit::sandbox

#endif
