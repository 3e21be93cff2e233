#!/usr/bin/env bash
# One lighthouse, two workers and the API as a cluster on this machine, until Ctrl-C. usage: deploy/cluster.sh PROGRAM
# The database is that of SECRETMAGIC_DATABASE; without it a PostgreSQL of its own is started in var/cluster.
set -euo pipefail
program=$(realpath "$1")
place=$PWD/var/cluster
mkdir -p "$place/lake"
declare -a ended=() server=()

stop() {
    trap - EXIT INT TERM
    kill "${ended[@]}" 2>/dev/null || true
    wait "${ended[@]}" 2>/dev/null || true
    [ ${#server[@]} -eq 0 ] || "${server[@]}" -m fast stop >/dev/null
}
trap stop EXIT
trap 'exit 0' INT TERM

if [ -z "${SECRETMAGIC_DATABASE:-}" ]; then
    programs=$(dirname "$(ls /usr/lib/postgresql/*/bin/pg_ctl 2>/dev/null | sort -V | tail -1)" 2>/dev/null || true)
    command -v pg_ctl >/dev/null && programs=$(dirname "$(realpath "$(command -v pg_ctl)")")
    [ -x "$programs/pg_ctl" ] || { echo "There is no PostgreSQL here: install it, or set SECRETMAGIC_DATABASE to one." >&2; exit 1; }
    as=()
    # PostgreSQL refuses to run as root.
    if [ "$(id -u)" = 0 ]; then as=(runuser -u postgres --); mkdir -p "$place/pg"; chown postgres "$place/pg"; fi
    [ -f "$place/pg/PG_VERSION" ] || (cd / && "${as[@]}" "$programs/initdb" -D "$place/pg" -A trust -U secretmagic >/dev/null)
    server=("${as[@]}" "$programs/pg_ctl" -D "$place/pg")
    (cd / && "${server[@]}" -l "$place/pg/log" -o "-p 54330 -c unix_socket_directories=''" -w start >/dev/null)
    ask=("$programs/psql" -h 127.0.0.1 -p 54330 -U secretmagic -d postgres -qAtc)
    [ "$("${ask[@]}" "SELECT 1 FROM pg_database WHERE datname = 'secretmagic'")" = 1 ] || "${ask[@]}" "CREATE DATABASE secretmagic"
    export SECRETMAGIC_DATABASE="Host=127.0.0.1;Port=54330;Database=secretmagic;Username=secretmagic"
fi
export SECRETMAGIC_LAKE_ROOT=$place/lake SECRETMAGIC_CLUSTER_SEEDS=127.0.0.1:4053

node() {
    local name=$1 port=$2
    shift 2
    SECRETMAGIC_CLUSTER_LISTEN=127.0.0.1:$port "$program" "$@" > >(sed -u "s/^/$name: /") 2>&1 &
    ended+=($!)
}
node lighthouse 4053 lighthouse
node worker1 4061 worker
node worker2 4062 worker
node api 4071 serve --no-worker
wait -n "${ended[@]}"
echo "a node ended, so all end" >&2
