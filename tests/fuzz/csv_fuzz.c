/* A spreadsheet: cells stay within the file, rows go forward. */
#include "fuzz.h"

#include "paper/csv.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct why why = WHY_INIT;
	const struct csv_row *row;
	struct csv_shape shape;
	struct csv *c;
	uint32_t line = 0;
	size_t i, sum = 0;
	bool broken;

	if (csv_open(str_n((const char *)data, size), &c, &shape, &why) != OK)
		return 0;
	assert(csv_heading(c)->count <= CSV_COLUMNS);
	while (csv_next(c, &row, &broken)) {
		assert(row->line > line);
		line = row->line;
		for (i = 0; i < row->count; i++)
			sum += row->cells[i].n > 0 &&
			    row->cells[i].p[row->cells[i].n - 1] == '\0';
	}
	assert(sum <= size);
	csv_close(c);
	return 0;
}
