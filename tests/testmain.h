/*
 * testmain - the end of every tests/LAYER/x_test.c: a main that runs each
 * test_x function of the file. The list is drawn from the file by make, so a
 * test that is written is a test that runs.
 */
#ifndef PANAH_TESTS_TESTMAIN_H
#define PANAH_TESTS_TESTMAIN_H

int
main(void)
{
	const struct CMUnitTest tests[] = {
#include TEST_LIST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
