# The files of this layer, in reading order.
base_FILES := why.c mem.c str.c buf.c pack.c codec.c arena.c map.c utf8.c \
	utf8_compose.c utf8_tables.c utf8_pairs.c fold.c collate.c date.c \
	calendar.c iin.c clock.c fs.c fs_whole.c fs_slow.c fs_real.c fs_memory.c fs_recorder.c fs_failing.c log.c
base_TESTS := why_test str_test buf_test codec_test utf8_test fold_test \
	collate_test date_test calendar_test iin_test map_test fs_test fs_fault_test fs_slow_test
base_TEST_TOOLS :=
