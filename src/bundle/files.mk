# The files of this layer, in reading order.
bundle_FILES := gzip.c container.c text_section.c text.c collect.c \
	compose.c target.c send.c receive.c find.c describe.c
bundle_TESTS := container_test text_test send_test receive_test
bundle_TEST_TOOLS :=
