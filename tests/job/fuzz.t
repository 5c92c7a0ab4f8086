#!/bin/sh
# Every parser of bytes from outside, under libFuzzer with sanitizers: a short
# run on seeds of the project. `make fuzz RUNS=10000000` is the long one.
set -eu
build=${PANAH_BUILD:-build}/fuzz
exec tests/fuzz/run "$build" 20000
