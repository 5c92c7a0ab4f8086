# panah - GNU make, no configure step.
#
#   make            build/panah
#   make demo       install what is missing, build, make and open a demo
#   make check      install what the tests need, build, run every test
#   make breaks     every patch of tests/breaks must turn its test red
#   make bench      figures beside their goals; BIG=0 without the large vault
#   make fuzz       every parser under libFuzzer, RUNS=N each
#   make fuzz-coverage  lines of each parser that the corpus reaches
#   make bare       make check in a fresh Debian 12; needs root
#   make install    PREFIX, DESTDIR
#   make clean
#
# V=1 shows commands, DEBUG=1 builds with sanitizers into build/asan, B=FOLDER
# builds elsewhere.
#
# Each layer is an archive; its tests link only what stands below it, so that
# a call upward fails to link. The lists of files stand in src/LAYER/files.mk.

VERSION := 0.1
PREFIX ?= /usr/local
CC ?= cc
AR ?= ar
V ?= 0
ifeq ($(DEBUG),1)
B ?= build/asan
endif
B ?= build
ifeq ($(V),0)
Q := @
silent = $(findstring s,$(firstword -$(MAKEFLAGS)))
say = @$(if $(silent),,echo "  $(1)  $(2)";)
else
Q :=
say =
endif

WARN := -Wall -Wextra -Wshadow -Wconversion -Wvla -Wformat=2 -Werror \
	-Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
	-Wwrite-strings -Wundef
DEFS := -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE \
	-D_FILE_OFFSET_BITS=64 -DPANAH_VERSION='"$(VERSION)"'
OPT ?= -O2 -D_FORTIFY_SOURCE=2
HARD := -fstack-protector-strong -fPIE
ifeq ($(DEBUG),1)
OPT := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
endif
ifeq ($(FUZZ),1)
CC := clang
OPT := -O1 -g -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=all -fno-omit-frame-pointer $(COVERAGE)
endif
CFLAGS_ALL := -std=c11 -g $(OPT) $(WARN) $(HARD) $(DEFS) -Iinclude $(CFLAGS)
LDFLAGS_ALL := -pie -Wl,-z,relro,-z,now $(LDFLAGS)
ifeq ($(DEBUG),1)
LDFLAGS_ALL += -fsanitize=address,undefined
endif
ifeq ($(FUZZ),1)
LDFLAGS_ALL += -fsanitize=address,undefined $(COVERAGE)
endif

LAYERS := base crypt store feed bundle defs model paper ui app
# What a layer stands on, nearest first: the order of the link line.
crypt_ON := base
store_ON := crypt base
feed_ON := store crypt base
bundle_ON := feed store crypt base
defs_ON := base
model_ON := feed store crypt defs base
paper_ON := model feed store crypt defs base
ui_ON := defs base
app_ON := ui paper bundle model feed store crypt defs base
crypt_LIBS := -lsodium
store_LIBS := -lsodium
feed_LIBS := -lsodium
bundle_LIBS := -lz -lsodium
model_LIBS := -lsodium
paper_LIBS := -lsodium
ui_LIBS := -lncursesw -ltinfo
app_LIBS := -lncursesw -ltinfo -lz -lsodium

include $(foreach l,$(LAYERS),src/$(l)/files.mk)

archive = $(B)/lib$(1).a
objects = $(patsubst %.c,$(B)/src/$(1)/%.o,$($(1)_FILES))

all: $(B)/panah
.DEFAULT_GOAL := all

define layer
$(call archive,$(1)): $(call objects,$(1)) src/$(1)/files.mk
	$$(call say,AR ,$$@) rm -f $$@ && $(AR) rcs $$@ $$(filter %.o,$$^)
endef
$(foreach l,$(LAYERS),$(eval $(call layer,$(l))))

$(B)/src/%.o: src/%.c
	@mkdir -p $(@D)
	$(call say,CC ,$<) $(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

$(B)/panah: $(B)/src/app/main.o $(foreach l,app $(app_ON),$(call archive,$(l)))
	$(call say,LD ,$@) $(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(app_LIBS)

# ------------------------------------------------------- screens, compiled in
SCREENS := $(sort $(wildcard screens/*/*))
$(B)/embed: src/tool/embed.c
	@mkdir -p $(@D)
	$(call say,CC ,$<) $(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $<
$(B)/src/defs/builtin.c: $(B)/embed $(SCREENS)
	@mkdir -p $(@D)
	$(call say,GEN,$@) $(B)/embed $(SCREENS) > $@.new && mv $@.new $@
$(B)/src/defs/builtin.o: $(B)/src/defs/builtin.c
	$(call say,CC ,$<) $(CC) $(CFLAGS_ALL) -c -o $@ $<

# ------------------------------------------------------------------- tests
# tests/LAYER/x_test.c: the list of tests is drawn from the file itself.
# tests/LAYER/x_vectors.c and other programs have a main of their own and are
# built as build/tests/NAME.
TEST_NAMES := $(foreach l,$(LAYERS),$(patsubst %,$(l)/%,$($(l)_TESTS)))
TEST_BINS := $(patsubst %,$(B)/tests/%,$(TEST_NAMES))
TOOL_NAMES := $(foreach l,$(LAYERS),$(patsubst %,$(l)/%,$($(l)_TEST_TOOLS)))
TOOL_BINS := $(foreach t,$(TOOL_NAMES),$(B)/tests/$(notdir $(t)))
TEST_DEFS := -Itests -I.

define layer_tests
$(B)/tests/$(1)/%.list: tests/$(1)/%.c
	@mkdir -p $$(@D)
	$(Q)sed -n 's/^\(test_[a-z0-9_]*\)(void \*\*state.*/cmocka_unit_test(\1),/p' $$< > $$@
$(B)/tests/$(1)/%: tests/$(1)/%.c $(B)/tests/$(1)/%.list tests/testmain.h \
    $(foreach l,$(1) $($(1)_ON),$(call archive,$(l)))
	$$(call say,LD ,$$@) $(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) $(TEST_DEFS) \
	    -DTEST_LIST='"$$@.list"' -MMD -MP -MF $$@.d -o $$@ $$< \
	    $(foreach l,$(1) $($(1)_ON),$(call archive,$(l))) \
	    $($(1)_LIBS) -lcmocka
endef
$(foreach l,$(LAYERS),$(eval $(call layer_tests,$(l))))

define test_tool
$(B)/tests/$(notdir $(2)): tests/$(1)/$(2).c \
    $(foreach l,$(1) $($(1)_ON),$(call archive,$(l)))
	@mkdir -p $$(@D)
	$$(call say,LD ,$$@) $(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) $(TEST_DEFS) \
	    -MMD -MP -MF $$@.d -o $$@ $$< \
	    $(foreach l,$(1) $($(1)_ON),$(call archive,$(l))) $($(1)_LIBS) \
	    $($(2)_LIBS)
endef
$(foreach l,$(LAYERS),$(foreach t,$($(l)_TEST_TOOLS),$(eval $(call test_tool,$(l),$(t)))))

tools-built: $(TOOL_BINS)
tests-built: $(B)/panah $(TEST_BINS) $(TOOL_BINS)

# Fuzzers: built by clang into build/fuzz, each on the layer it tests.
FUZZ_NAMES := store/journal store/keys crypt/age feed/entry defs/defs bundle/bundle \
	model/name paper/csv ui/show
define fuzzer
$(B)/$(2)_fuzz: tests/fuzz/$(2)_fuzz.c tests/fuzz/fuzz.h \
    $(foreach l,$(1) $($(1)_ON),$(call archive,$(l)))
	$$(call say,LD ,$$@) $(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) \
	    -fsanitize=fuzzer -o $$@ $$< \
	    $(foreach l,$(1) $($(1)_ON),$(call archive,$(l))) $($(1)_LIBS)
endef
$(foreach f,$(FUZZ_NAMES),$(eval $(call fuzzer,$(patsubst %/,%,$(dir $(f))),$(notdir $(f)))))
fuzzers-built: $(foreach f,$(FUZZ_NAMES),$(B)/$(notdir $(f))_fuzz)

# clang reads every source and every header by itself; it warns of other
# things than gcc does.
CLANG ?= clang
CLANG_SOURCES := $(patsubst %.c,$(B)/clang/%,src/app/main.c \
	src/tool/embed.c $(foreach l,$(LAYERS),$(patsubst %,src/$(l)/%,\
	$(filter-out builtin.c,$($(l)_FILES)))) \
	$(foreach f,$(FUZZ_NAMES),tests/fuzz/$(notdir $(f))_fuzz.c))
CLANG_TESTS := $(patsubst %,$(B)/clang/tests/%,$(TEST_NAMES) $(TOOL_NAMES))
CLANG_HEADERS := $(patsubst %,$(B)/clang/%,$(wildcard include/*/*.h))
clang_read = $(call say,CLANG,$<) $(CLANG) $(CFLAGS_ALL) $(1) -MMD -MP \
	-MF $@.d -MT $@ -fsyntax-only $< && touch $@
$(CLANG_SOURCES): $(B)/clang/%: %.c
	@mkdir -p $(@D)
	$(call clang_read,)
$(CLANG_HEADERS): $(B)/clang/%: %
	@mkdir -p $(@D)
	$(call clang_read,-x c)
$(CLANG_TESTS): $(B)/clang/tests/%: tests/%.c $(B)/tests/%.list
	@mkdir -p $(@D)
	$(call clang_read,$(TEST_DEFS) -DTEST_LIST='"$(B)/tests/$*.list"')
clang: $(CLANG_SOURCES) $(CLANG_HEADERS) $(CLANG_TESTS)

# ------------------------------------------------------------- what people run
# As many jobs as there are processors, unless a number was given.
jobs = $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc))
DEMO ?= $(B)/demo

demo:
	@tests/need build
	@$(MAKE) --no-print-directory $(jobs) $(B)/panah
	@tests/demo $(B)/panah $(DEMO)

check:
	@tests/need check
	@$(MAKE) --no-print-directory $(jobs) tests-built
	@$(MAKE) --no-print-directory $(jobs) B=$(B)/asan DEBUG=1 tests-built
	@$(MAKE) --no-print-directory $(jobs) B=$(B)/fuzz FUZZ=1 fuzzers-built
	@tests/all $(B)

breaks:
	@tests/need check
	@$(MAKE) --no-print-directory $(jobs) tests-built
	@tests/breaks/run $(B)

bench:
	@tests/need bench
	@$(MAKE) --no-print-directory $(jobs) $(B)/panah $(B)/tests/names_bench
	@tests/bench $(B) $(BIG)

fuzz:
	@tests/need check
	@$(MAKE) --no-print-directory $(jobs) B=$(B)/fuzz FUZZ=1 fuzzers-built
	@tests/fuzz/run $(B)/fuzz $(RUNS)

fuzz-coverage:
	@tests/need cover
	@$(MAKE) --no-print-directory $(jobs) B=$(B)/cover FUZZ=1 \
	    COVERAGE="-fprofile-instr-generate -fcoverage-mapping" fuzzers-built
	@tests/fuzz/coverage $(B)/cover

bare:
	@tests/job/bare.sh

install: $(B)/panah
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(B)/panah $(DESTDIR)$(PREFIX)/bin/panah
	set -e; for page in man/*.[1-9]; do \
		to=$(DESTDIR)$(PREFIX)/share/man/man$${page##*.}; \
		install -d $$to; install -m 644 $$page $$to; done

clean:
	rm -rf $(B)

-include $(foreach l,$(LAYERS),$(patsubst %.o,%.d,$(call objects,$(l)))) \
	$(B)/src/app/main.d $(TEST_BINS:%=%.d) $(TOOL_BINS:%=%.d) \
	$(patsubst %,%.d,$(CLANG_SOURCES) $(CLANG_HEADERS) $(CLANG_TESTS))

.PHONY: all demo check breaks bench fuzz fuzz-coverage fuzzers-built bare \
	install clean tests-built tools-built clang
.SECONDARY:
.DELETE_ON_ERROR:
