# The files of this layer, in reading order.
paper_FILES := encoding.c csv.c import.c import_columns.c import_rows.c \
	import_cells.c rejects.c json.c words.c grid.c table.c history.c
paper_TESTS := csv_test import_test json_test table_test
paper_TEST_TOOLS :=
