# The files of this layer, in reading order.
store_FILES := frame.c keys_table.c keys_slot.c keys_file.c keys_role.c \
	keys.c head.c \
	journal_scan.c journal_tail.c journal_append.c journal_read.c \
	journal.c vault.c vault_finish.c draft.c snapshot.c mark.c
store_TESTS := frame_test keys_test journal_test journal_share_test \
	journal_fault_test vault_test draft_test snapshot_test mark_test
store_TEST_TOOLS := sample_vault
