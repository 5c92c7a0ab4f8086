/*
 * testing - what every unit test includes first: cmocka and its needs.
 *
 * A test is a function of two lines so that make finds it:
 *
 *	static void
 *	test_buf_grows(void **state)
 */
#ifndef PANAH_TESTS_TESTING_H
#define PANAH_TESTS_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#endif
