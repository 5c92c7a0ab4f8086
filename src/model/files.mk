# The files of this layer, in reading order.
model_FILES := number.c rule.c chain.c slot.c book.c body.c book_snapshot.c \
	record.c refer.c path.c query.c query_rows.c change.c save.c \
	save_check.c save_plan.c undo.c undo_act.c \
	same.c
model_TESTS := number_test rule_test book_test converge_test save_test \
	move_test query_test query_rows_test undo_test book_snapshot_test \
	same_test
model_TEST_TOOLS :=
