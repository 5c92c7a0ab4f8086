# The files of this layer, in reading order. builtin.c is made from screens/.
defs_FILES := lex.c parse.c schema.c read_form.c read_flow.c read_list.c \
	read_map.c read_names.c catalog.c keys.c condition_text.c condition.c defs.c check.c builtin.c
defs_TESTS := condition_test defs_test mutation_test
defs_TEST_TOOLS :=
