"""The C header that names every operation of every service."""

from operation import Operation
from service import Service


def constant_name(service: Service, operation: Operation) -> str:
    """SPK_SPECTORA_AGENTS_LIST for the operation agents.list of spectora."""
    return f"SPK_{service.name}_{operation.name}".upper().replace(".", "_")


def header_text(operations_by_service: dict[Service, list[Operation]], notice: str) -> str:
    lines = []
    for service, operations in operations_by_service.items():
        if lines:
            lines.append("")
        for operation in operations:
            lines.append(f"  /** {operation.method.upper()} {operation.path}: {operation.summary} */")
            lines.append(f"  {constant_name(service, operation)} = {operation.id},")
    lines[-1] = lines[-1].rstrip(",")
    body = "\n".join(lines)
    return f"""/* {notice} */
#ifndef SPECTRAKIT_OPERATIONS_H
#define SPECTRAKIT_OPERATIONS_H

#include <stdint.h>

/* clang-format off */

/** An operation of a service. Numbers are never reused; new ones may be added. */
typedef int32_t spk_operation;
enum {{
{body}
}};

/* clang-format on */

#endif /* SPECTRAKIT_OPERATIONS_H */
"""
