# The files of this layer, in reading order.
model_FILES := number.c rule.c chain.c slot.c book.c body.c book_snapshot.c \
	record.c refer.c path.c query.c query_rows.c change.c save.c \
	save_check.c save_plan.c save_since.c undo.c undo_act.c same.c \
	name.c name_split.c name_sound.c name_like.c likeness.c \
	name_index.c name_search.c find.c find_words.c find_look.c find_notes.c \
	evidence.c duplicates.c
model_TESTS := number_test rule_test book_test converge_test save_test \
	move_test query_test query_rows_test undo_test book_snapshot_test \
	same_test name_test likeness_test name_index_test \
	find_test find_notes_test duplicates_test
model_TEST_TOOLS := names_bench
