/*
 * fuzz - what the fuzzers share: libFuzzer calls fuzz_start once, then
 * LLVMFuzzerTestOneInput with each input.
 *
 * Each parser gets bytes from outside as it would in the program; where they
 * come sealed, the fuzzer seals what libFuzzer mutated, so that the seal
 * hides no line of the parser. A finding is a crash or a failed assert.
 */
#ifndef PANAH_TESTS_FUZZ_H
#define PANAH_TESTS_FUZZ_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
