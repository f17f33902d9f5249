#ifndef SPECTRAKIT_CLI_OPERATION_FLAGS_H
#define SPECTRAKIT_CLI_OPERATION_FLAGS_H

#include <spectrakit.h>

#include <span>
#include <string_view>

namespace spectrakit::cli {

enum class FlagPlace { kPath, kQuery, kBody };

enum class FlagKind { kText, kBoolean, kFile, kTextList };

/** An option of a command that stands for a parameter or a body attribute of the operation behind the command. */
struct Flag {
  /** Without the two hyphens: "agent-team-id". */
  std::string_view option;
  /** The literal name: "filter[agent_team_id]". */
  std::string_view name;
  FlagPlace place;
  FlagKind kind;
  bool required;
  bool repeatable;
  std::string_view help;
};

struct OperationFlags {
  spk_operation operation;
  std::string_view summary;
  std::span<const Flag> flags;
};

/** Every operation of Spectora with its flags, made by tools/generate from core/spectora/openapi.yaml. */
std::span<const OperationFlags> spectora_operation_flags();

}  // namespace spectrakit::cli

#endif
