#!/usr/bin/env bash
# What a push is deployed as, as lines for a workflow. usage: deploy/plan.sh REF COMMIT
set -euo pipefail
[ $# = 2 ] || { echo "usage: deploy/plan.sh REF COMMIT" >&2; exit 2; }
number='v[0-9]+\.[0-9]+\.[0-9]+'
if [ "$1" = refs/heads/develop ]; then
    stage=dev version=dev-${2:0:7}
elif [[ $1 =~ ^refs/tags/(stage-$number)$ ]]; then
    stage=stage version=${BASH_REMATCH[1]}
elif [[ $1 =~ ^refs/tags/($number)$ ]]; then
    stage=prod version=${BASH_REMATCH[1]}
else
    echo "Nothing is deployed from $1: develop, stage-vX.Y.Z and vX.Y.Z are." >&2
    exit 1
fi
echo "stage=$stage"
echo "version=$version"
