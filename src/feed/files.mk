# The files of this layer, in reading order.
feed_FILES := line.c ranges.c entry.c card.c feed_state.c ledger_replay.c \
	ledger.c ledger_facts.c ledger_settings.c ledger_printed.c \
	ledger_root.c ledger_found.c ledger_leave.c ledger_snapshot.c \
	ledger_write.c intake_check.c intake.c verify.c
feed_TESTS := line_test ranges_test entry_test card_test example_test \
	ledger_test leave_test facts_test intake_test refuse_test fork_test \
	rules_test damage_test
feed_TEST_TOOLS :=
