#!/bin/sh
# The runner's own commands need no path; every other command is executed as it is given.
case "${1-}" in
  execute | "") exec node /opt/prefect/runner.mjs "$@" ;;
  *) exec "$@" ;;
esac
