# Shared by the scripts in this folder; sourced, never run. Leaves the caller in the project's root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ROOT=$PWD

say() { printf '== %s\n' "$*" >&2; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# How many compilers run at once: one a core, and 1.5 GiB of memory each.
jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(($(awk '/^MemAvailable/ {print $2}' /proc/meminfo) / 1572864))
  [ "$memory" -ge 1 ] || memory=1
  echo $((cores < memory ? cores : memory))
}

# KOMBIT's published contracts judge the tests where they are at hand (docs/README.md); they are no part of the project.
export_contracts() {
  local beside="$ROOT/../shared/contracts"
  if [ -z "${BREVDUE_KONTRAKTER:-}" ] && [ -d "$beside" ]; then
    BREVDUE_KONTRAKTER=$(cd "$beside" && pwd)
  fi
  [ -z "${BREVDUE_KONTRAKTER:-}" ] || export BREVDUE_KONTRAKTER
}
