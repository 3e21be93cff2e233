#!/usr/bin/env bash
# Times workload F1 beside Polars, in turn, and writes docs/PERFORMANCE.md. Needs about 14 GB of memory for Polars and 10 GB of disk.
# usage: bench/run.sh [RUNS] [SERIES]      default: 3 runs of 30,490 series (59.2 million rows)
set -euo pipefail
cd "$(dirname "$0")"
test -d node_modules/nodejs-polars || npm install --no-package-lock --force --silent
exec node run.mjs "$@"
