/*
 * embed - files as C: `embed FILE...` prints builtin_files of defs/defs.h.
 *
 * Runs on the building host. Bytes are numbers, not a string literal: those
 * have a length limit. Names are what follows the last "screens/".
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
fail(const char *name)
{
	fprintf(stderr, "embed: %s: %s\n", name, strerror(errno));
	exit(1);
}

static unsigned long
print_bytes(FILE *in, int number)
{
	unsigned long count = 0;
	int c;

	printf("static const unsigned char file_%d[] = {", number);
	while ((c = getc(in)) != EOF) {
		printf("%s%d,", count % 16 == 0 ? "\n\t" : " ", c);
		count++;
	}
	/* An empty array is no C: the 0 does not count. */
	printf("\n\t0\n};\n\n");
	return count;
}

static const char *
short_name(const char *path)
{
	static const char folder[] = "screens/";
	const char *found, *name = path;

	while ((found = strstr(name, folder)) != NULL)
		name = found + sizeof folder - 1;
	return name;
}

int
main(int argc, char **argv)
{
	unsigned long *sizes = calloc((size_t)argc, sizeof *sizes);
	FILE *in;
	int i;

	if (sizes == NULL)
		fail("memory");
	printf("/* Made from screens/ by src/tool/embed.c. */\n"
	    "#include <stddef.h>\n\n#include \"defs/defs.h\"\n\n");
	for (i = 1; i < argc; i++) {
		in = fopen(argv[i], "rb");
		if (in == NULL)
			fail(argv[i]);
		sizes[i] = print_bytes(in, i);
		if (ferror(in))
			fail(argv[i]);
		fclose(in);
	}
	printf("const struct builtin_file builtin_files[] = {\n");
	for (i = 1; i < argc; i++)
		printf("\t{ \"%s\", file_%d, %lu },\n", short_name(argv[i]), i,
		    sizes[i]);
	printf("};\nconst size_t builtin_count = %d;\n", argc - 1);
	free(sizes);
	if (fflush(stdout) != 0)
		fail("output");
	return 0;
}
