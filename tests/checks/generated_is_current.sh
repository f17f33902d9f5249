#!/usr/bin/env bash
# The checked-in generated files are what the generator makes of the OpenAPI documents today.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec python3 tools/generate/generate.py --check
