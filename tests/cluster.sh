#!/usr/bin/env bash
# Run the tests of OpenSearch against a real node: the one at OPENSEARCH_URL, or one that is built and started for them.
#   tests/cluster.sh [ARGUMENT OF PYTEST ...]
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -z "${OPENSEARCH_URL:-}" ]; then
  mvn --quiet --batch-mode --file tests/opensearch_node/pom.xml package
  folder=$(mktemp -d)
  mkdir "$folder/config"
  built=build/opensearch-node
  coproc { exec java -Xmx1g -cp "$built/classes:$built/dependency/*" TestNode "$folder" 2> "$folder/errors"; }
  node=$COPROC_PID input=${COPROC[1]}
  trap 'exec {input}>&-; wait "$node" || true; rm -rf "$folder"' EXIT  # it ends with its input
  read -r OPENSEARCH_URL <&"${COPROC[0]}" || { cat "$folder/errors" >&2; exit 1; }
  export OPENSEARCH_URL
fi
.venv/bin/pytest "$@" tests/test_index_contract.py tests/test_opensearch*.py
