# Sourced by the other scripts: finds the project, installs what is missing, and names what was built.
# Says what it installs, asks nothing. Needs Debian or Ubuntu only where something is missing.

set -euo pipefail
TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$TOP"
TARGET=${CARGO_TARGET_DIR:-$TOP/target}
LIBRARY=$TARGET/release/libstrongroom_pkcs11.so
COMMAND=$TARGET/release/strongroom

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }

# need PROGRAM-OR-FILE PACKAGE...: the packages are wanted when the program or file is not there.
MISSING=()
need() {
  local probe=$1; shift
  command -v "$probe" >/dev/null 2>&1 || [ -e "$probe" ] || MISSING+=("$@")
}

install_missing() {
  [ ${#MISSING[@]} -eq 0 ] && return
  say "Installing: ${MISSING[*]}"
  local root=(); [ "$(id -u)" -eq 0 ] || root=(sudo)
  "${root[@]}" apt-get update -q
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends "${MISSING[@]}"
  MISSING=()
}

# Where Debian's multi-arch files are; Debian's names of machines are the kernel's, with a suffix.
LIBDIR=/usr/lib/$(uname -m)-linux-gnu

need_to_build() {
  command -v cargo >/dev/null 2>&1 ||
    { echo "Rust is missing: install it with rustup, then run this again."; exit 1; }
  need cc build-essential; need cmake cmake; need perl perl; need make make
}

# build_part PACKAGE: builds it by itself; or, where all of the workspace is built anyway (scripts/test says so), with
# the rest, since its dependencies would be compiled once more with features of their own.
build_part() {
  local what=(-p "$1"); [ -z "${STRONGROOM_BUILD_ALL:-}" ] || what=(--workspace)
  cargo build --release --locked -q "${what[@]}"
}

need_clients() {
  need pkcs11-tool opensc; need openssl openssl
  need "$LIBDIR/engines-3/pkcs11.so" libengine-pkcs11-openssl
}

# openssl_engine FILE: writes a configuration with which the openssl command has the library as its
# PKCS #11 engine, and has it used from here on.
openssl_engine() {
  cat >"$1" <<CONF
openssl_conf = init
[init]
engines = engines
[engines]
pkcs11 = pkcs11
[pkcs11]
engine_id = pkcs11
dynamic_path = $LIBDIR/engines-3/pkcs11.so
MODULE_PATH = $LIBRARY
init = 0
[req]
distinguished_name = dn
[dn]
CONF
  export OPENSSL_CONF=$1
}

# serve DIR [OPTION…]: serves the instance in a directory, to a client of its own. Sets SERVICE_PID, the
# SERVICE_URL that makes the library and the command that client, its SERVICE_ADDRESS, and SERVICE_METRICS.
# It listens on SERVICE_LISTEN, by default on any free port.
serve() {
  local dir=$1 bundle=$1/local.bundle; shift
  [ -e "$bundle" ] || "$COMMAND" --instance "$dir" client add local --output "$bundle" >/dev/null
  : >"$dir/serve.json"
  "$COMMAND" --instance "$dir" serve --json --listen "${SERVICE_LISTEN:-127.0.0.1:0}" \
    --metrics 127.0.0.1:0 "$@" \
    >"$dir/serve.json" 2>"$dir/serve.log" </dev/null &
  SERVICE_PID=$!
  SERVICE_ADDRESS=
  for _ in $(seq 200); do
    SERVICE_ADDRESS=$(sed -n 's/.*"address": "\(.*\)".*/\1/p' "$dir/serve.json")
    [ -z "$SERVICE_ADDRESS" ] || break
    kill -0 "$SERVICE_PID" 2>/dev/null || { cat "$dir/serve.log"; return 1; }
    sleep 0.05
  done
  SERVICE_URL="strongroom://$SERVICE_ADDRESS?bundle=$bundle"
  SERVICE_METRICS=$(sed -n 's/.*"metrics": "\(.*\)".*/\1/p' "$dir/serve.json")
}

# java_version: the version of the Java package, the first one that its pom names.
java_version() { sed -n '/<version>/{s/.*<version>\(.*\)<\/version>.*/\1/p;q}' "$TOP/bindings-java/pom.xml"; }
