# The files of this layer, in reading order.
ui_FILES := key.c words.c bidi.c charset.c canvas.c keyboard.c term.c term_aside.c \
	headless.c \
	action.c ui_actions.c screen.c run.c edit.c masked.c pick.c \
	palette.c question.c help.c progress.c list_view.c list_draw.c \
	list_plain.c entry_date.c entry_calendar.c entry_value.c entry_iin.c form_view.c \
	form_take.c form_undo.c form_save.c form_choose.c \
	form_suggest.c form_draft.c form_draw.c line.c line_take.c line_io.c
ui_TESTS := key_test bidi_test charset_test canvas_test edit_test action_test list_test \
	form_test fields_test screen_test
ui_TEST_TOOLS :=
