#!/usr/bin/env bash
# Brings a version to the swarm that DOCKER_HOST names, and waits until it runs there. The same with an older version takes a step back.
# usage: [REGISTRY=ghcr.io/owner/] deploy/stack.sh dev|stage|prod VERSION
set -euo pipefail
cd "$(dirname "$0")/.."
if [ $# != 2 ] || [ ! -f "deploy/stack.$1.yml" ]; then
    echo "usage: deploy/stack.sh dev|stage|prod VERSION" >&2
    exit 2
fi
export STAGE=$1 VERSION=$2 REGISTRY=${REGISTRY:-}
files=(-c docker-compose.yml -c "deploy/stack.$STAGE.yml")

docker stack config "${files[@]}" >/dev/null
# A version that is nowhere must not stop one that runs.
docker manifest inspect "${REGISTRY}secretmagic:$VERSION" >/dev/null || { echo "There is no image ${REGISTRY}secretmagic:$VERSION." >&2; exit 1; }
for secret in database_password grafana_password; do
    docker secret inspect "secretmagic-$STAGE-$secret" >/dev/null || { echo "Make it first (docs/DOCKER.md): secret secretmagic-$STAGE-$secret" >&2; exit 1; }
done
docker stack deploy "${files[@]}" --with-registry-auth --prune --detach=false "secretmagic-$STAGE"
