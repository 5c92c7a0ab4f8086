# The files of this layer, in reading order; main.c is linked by itself.
app_FILES := session.c found.c enter.c commands.c cmd_vault.c cmd_record.c cmd_same.c cmd_view.c \
	cmd_find.c finding.c likely.c cmd_duplicates.c \
	cmd_exchange.c cmd_import.c cmd_names.c cmd_batch.c cmd_help.c cmd_demo.c \
	cmd_line.c cmd_mine.c demo_people.c demo_story.c demo_twice.c demo_drafts.c \
	intake_plan.c screens.c \
	device.c scr_unlock.c scr_setup.c scr_ask.c scr_officers.c scr_keytest.c settings.c scr_settings.c \
	consent.c day.c day_pane.c record_rows.c \
	list_detail.c scr_lists.c scr_referrals.c scr_bulk.c form_known.c scr_find.c \
	scr_paper.c \
	card_events.c card_lines.c card_people.c card_event.c \
	card_head.c card_months.c scr_card.c card_acts.c undo_ask.c \
	conflict_values.c conflict_both.c conflicts_draw.c scr_conflicts.c scr_duplicates.c \
	drafts.c scr_draft.c \
	newcomer.c refer_leaves.c scr_refer.c scr_meanwhile.c scr_form.c \
	watch.c leaving.c scr_send.c scr_intake.c scr_exchange.c
app_TESTS := screens_test card_test palette_test lines_test conflict_test \
	refer_test exchange_test day_test schedules_test refused_test \
	disk_test slow_test dropped_test \
	found_test watch_test newcomer_test meanwhile_test
app_TEST_TOOLS :=
