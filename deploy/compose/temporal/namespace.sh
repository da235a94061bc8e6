#!/bin/sh
# Creates the namespace `default`, which keeps workflows for 30 days. Its container is started again until this succeeds.
set -eu

temporal operator cluster health
if temporal operator namespace describe --namespace default >/dev/null 2>&1; then exit 0; fi
temporal operator namespace create --namespace default --retention 720h
