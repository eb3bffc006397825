#!/usr/bin/env bash
# Run the tests of OpenSearch against a real node: the one at OPENSEARCH_URL, or one that is built and started for them.
#   tests/cluster.sh [ARGUMENT OF PYTEST ...]
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -z "${OPENSEARCH_URL:-}" ]; then
  mvn --quiet --batch-mode --file tests/opensearch_node/pom.xml package
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  mkdir "$folder/config"
  built=build/opensearch-node
  coproc node { exec java -Xmx1g -cp "$built/classes:$built/dependency/*" TestNode "$folder" 2> /dev/null; }
  read -r OPENSEARCH_URL <&"${node[0]}"
  export OPENSEARCH_URL
fi
.venv/bin/pytest "$@" tests/test_index_contract.py tests/test_opensearch*.py  # the node ends with this script
