# make run         install what is missing, build, serve on LISTEN
# make             build out/assent
# make test        everything that tests/run finds; SAN=1: under ASan and UBSan; ONLY=word: suites of that name
# make lint        silent when all is well
# make fuzz        every fuzzer for FUZZ_SECONDS
# make bench       the figures of the README
# make zendesk-app out/zendesk-app.zip: the app for Zendesk's ticket sidebar, to be uploaded there
# make install     DESTDIR, PREFIX

LISTEN ?= 127.0.0.1:8080
PREFIX ?= /usr/local
FUZZ_SECONDS ?= 60
ONLY ?=

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.SECONDARY:
.DEFAULT_GOAL := all
MAKEFLAGS += --no-print-directory --no-builtin-rules
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc)
endif
ifeq ($(origin CC),default)
CC := gcc
endif

# ---- What is needed, as proof=package: lib: asked of pkg-config, cmd: of the shell, file: of the disk.
# Package names of Debian 12 and Ubuntu 24.04; the few that differ are chosen by what the system says it is.
UBUNTU := $(shell grep -qs '^ID=ubuntu' /etc/os-release && echo yes)
CHROMIUM := $(if $(UBUNTU),cmd:chromium-browser=chromium-browser,cmd:chromium=chromium)
CLANG_RT := $(if $(UBUNTU),libclang-rt-18-dev,libclang-rt-14-dev)

NEED_BUILD := cmd:gcc=gcc file:/usr/include/stdio.h=libc6-dev cmd:pkg-config=pkg-config \
	lib:lua5.4=liblua5.4-dev lib:libcurl=libcurl4-openssl-dev lib:jansson=libjansson-dev \
	lib:libuv=libuv1-dev lib:libmicrohttpd=libmicrohttpd-dev lib:sqlite3=libsqlite3-dev \
	lib:libcrypto=libssl-dev lib:libpcre2-8=libpcre2-dev lib:libutf8proc=libutf8proc-dev lib:libxml-2.0=libxml2-dev \
	lib:jemalloc=libjemalloc-dev
NEED_TEST := $(NEED_BUILD) lib:cmocka=libcmocka-dev cmd:lua5.4=lua5.4 cmd:node=nodejs cmd:npm=npm cmd:curl=curl cmd:sqlite3=sqlite3 cmd:jq=jq cmd:openssl=openssl cmd:tmux=tmux file:/usr/sbin/nginx=nginx-light \
	$(CHROMIUM) file:/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc=fonts-noto-cjk
NEED_LINT := $(NEED_BUILD) lib:cmocka=libcmocka-dev cmd:clang=clang \
	cmd:clang-format-14=clang-format-14 cmd:luacheck=lua-check
NEED_BENCH := $(NEED_TEST) cmd:wrk=wrk
NEED_APP := cmd:zip=zip
NEED_FUZZ := $(NEED_BUILD) cmd:clang=clang \
	file:/usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a=$(CLANG_RT)

# ---- What is built. Everything that lies in src/ and tests/unit/; a file needs no mention here.
SAN ?=
BUILD := $(if $(SAN),out/san,out)
OBJ := $(BUILD)/obj
NAMES := $(patsubst src/%.c,%,$(wildcard src/*.c))
LIB := $(OBJ)/assent.a
LIB_OBJECTS := $(patsubst %,$(OBJ)/%.o,$(filter-out main,$(NAMES)) embedded)
MAIN := $(if $(filter main,$(NAMES)),yes)
PROGRAM := $(if $(MAIN),$(BUILD)/assent)
DRIVEN := $(if $(MAIN),$(BUILD)/test/assent-driven)
LIARS := $(if $(MAIN),$(BUILD)/test/assent-gate-open $(BUILD)/test/assent-gate-inverted)
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/test/%,$(wildcard tests/unit/test_*.c))
FUZZERS := $(patsubst tests/fuzz/%.c,out/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
BENCH := $(patsubst tests/bench/%.c,out/bench/%,$(wildcard tests/bench/*.c))
EMBEDDED_DRIVEN := $(shell LC_ALL=C find tests/driven/lua -type f ! -name '.*' 2>/dev/null | LC_ALL=C sort)
EMBEDDED := $(shell LC_ALL=C find lua console -type f ! -name '.*' 2>/dev/null | LC_ALL=C sort)

WARNINGS := -Wall -Wextra -Wshadow -Wformat=2 -Wvla -Wconversion -Wno-sign-conversion \
	-Wimplicit-fallthrough -Wmissing-prototypes -Wstrict-prototypes
LANGUAGE := -std=c17 -D_GNU_SOURCE -fno-strict-aliasing
PACKAGES := lua5.4 libcurl jansson libuv libmicrohttpd sqlite3 libcrypto libpcre2-8 libutf8proc libxml-2.0
# Asked once, and only when something is compiled: pkg-config may be installed by this very run.
PKG_CFLAGS = $(eval PKG_CFLAGS := $(shell pkg-config --cflags $(PACKAGES)))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $(shell pkg-config --libs $(PACKAGES)))$(PKG_LIBS)
# malloc of the program: a third less time for a turn than glibc's. Nothing calls it by a name of its own, so the
# linker must be told to keep it. Sanitizers bring theirs.
ALLOCATOR := $(if $(SAN),,-Wl,--push-state,--no-as-needed -ljemalloc -Wl,--pop-state)

ARCH_FLAGS := $(if $(filter x86_64,$(shell uname -m)),-fcf-protection=full)
HARDEN := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection \
	-ftrivial-auto-var-init=zero $(ARCH_FLAGS)
HARDEN_LINK := -pie -Wl,-z,noexecstack,-z,relro,-z,now
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
MODE := -O2 -g -fPIE $(if $(SAN),$(SANITIZE),$(HARDEN))
MODE_LINK := $(if $(SAN),$(SANITIZE),$(HARDEN_LINK))
CFLAGS ?=
LDFLAGS ?=
COMPILE = $(CC) $(LANGUAGE) $(MODE) $(WARNINGS) -Isrc $(PKG_CFLAGS) $(CFLAGS) -MMD -MP -c
LINK = $(CC) $(MODE) $(MODE_LINK) $(LDFLAGS)
SAY ?= echo

.PHONY: all run test bench lint fuzz zendesk-app install clean deps deps-test unit objects FORCE
all: $(PROGRAM)
unit: $(UNIT)
OBJECTS := $(LIB_OBJECTS) $(patsubst tests/%.c,$(OBJ)/tests/%.o,$(wildcard tests/unit/*.c tests/driven/*.c)) \
	$(if $(MAIN),$(OBJ)/main.o)
objects: $(OBJECTS)

run: $(PROGRAM)
	@exec $(PROGRAM) serve --listen '$(LISTEN)'

# ---- Packages. The check is a stamp: nothing is asked, of disk or network, while it stands.
deps: out/need-build
deps-test: out/need-test out/need-lint out/need-bench out/need-fuzz out/need-app

out/need-build: NEED = $(NEED_BUILD)
out/need-test: NEED = $(NEED_TEST)
out/need-lint: NEED = $(NEED_LINT)
out/need-bench: NEED = $(NEED_BENCH)
out/need-fuzz: NEED = $(NEED_FUZZ)
out/need-app: NEED = $(NEED_APP)
out/need-%: Makefile tools/need
	@mkdir -p out
	@tools/need $(NEED)
	@touch $@

tests/node_modules/.package-lock.json: tests/package.json tests/package-lock.json | out/need-test
	@$(SAY) "NPM tests/node_modules"
	@[ ! -L tests/node_modules ] || { echo "tests/node_modules is a link: npm would empty what it leads to; remove it"; exit 1; }
	@cd tests && npm ci --loglevel=error --no-audit --no-fund
	@touch $@

# ---- Building. What the compiler says is kept beside the object: lint looks there and need not compile again.
define object
@$(SAY) "CC  $<"
@mkdir -p $(@D)
@$(COMPILE) $(1) -o $@ $< 2>$@.said || { cat $@.said >&2; false; }
@cat $@.said >&2
endef

$(OBJ)/%.o: src/%.c Makefile | out/need-build
	$(call object)

$(OBJ)/embedded.o: out/embedded.c Makefile | out/need-build
	$(call object)

$(OBJ)/tests/%.o: tests/%.c Makefile | out/need-build
	$(call object,-Itests)

out/embedded.c: tools/embed out/embedded.list $(EMBEDDED)
	@$(SAY) "GEN $@"
	@tools/embed $(EMBEDDED) > $@

$(OBJ)/driven.o: out/driven.c Makefile | out/need-build
	$(call object)

out/driven.c: tools/embed out/embedded.list $(EMBEDDED) $(EMBEDDED_DRIVEN)
	@$(SAY) "GEN $@"
	@rm -rf out/driven && mkdir -p out/driven && cp -r lua console tests/driven/lua out/driven
	@cd out/driven && ../../tools/embed $$(LC_ALL=C find lua console -type f ! -name '.*' | LC_ALL=C sort) > ../driven.c

# Changes when a file comes or goes, so that what is embedded follows.
out/embedded.list: FORCE
	@mkdir -p $(@D)
	@echo '$(EMBEDDED)' | cmp -s - $@ || echo '$(EMBEDDED)' > $@

$(LIB): $(LIB_OBJECTS)
	@rm -f $@
	@ar rcs $@ $^

$(BUILD)/assent: $(OBJ)/main.o $(LIB)
	@$(SAY) "LD  $@"
	@$(LINK) -o $@ $^ $(PKG_LIBS) $(ALLOCATOR)

# The real program, with a clock and a chance that a test drives, and adapters that are of use to tests alone.
$(BUILD)/test/assent-driven: $(OBJ)/main.o $(OBJ)/tests/driven/clock.o $(OBJ)/driven.o $(LIB)
	@$(SAY) "LD  $@"
	@mkdir -p $(@D)
	@$(LINK) -o $@ $^ $(PKG_LIBS) $(ALLOCATOR)

# The same with a gate that lies: tests/suite-gate must notice.
$(BUILD)/test/assent-gate-%: $(OBJ)/main.o $(OBJ)/tests/driven/clock.o $(OBJ)/tests/gate/%.o $(LIB)
	@$(SAY) "LD  $@"
	@mkdir -p $(@D)
	@$(LINK) -Wl,--wrap=consent_allows -o $@ $^ $(PKG_LIBS) $(ALLOCATOR)

$(BUILD)/test/test_%: $(OBJ)/tests/unit/test_%.o $(LIB)
	@$(SAY) "LD  $@"
	@mkdir -p $(@D)
	@$(LINK) -o $@ $^ $(PKG_LIBS) -lcmocka

# ---- Proving
test: out/need-test tests/node_modules/.package-lock.json
	@$(MAKE) SAN=$(SAN) $(PROGRAM) $(DRIVEN) $(LIARS) unit
	@tests/run $(BUILD) $(ONLY)

lint: out/need-lint
	@status=0; \
	$(MAKE) -k -s SAY=: objects $(PROGRAM) 2>out/lint.said || { cat out/lint.said; status=1; }; \
	cat $(OBJECTS:=.said) | (! grep .) || status=1; \
	$(PROGRAM) annotations --check || status=1; \
	CC=$(CC) tools/lint $(LANGUAGE) $(WARNINGS) -Werror $(PKG_CFLAGS) || status=1; \
	exit $$status

fuzz: out/need-fuzz
	@$(MAKE) CC=clang BUILD=out/fuzz MODE="-O1 -g -fsanitize=address,fuzzer-no-link" fuzzers
	@for f in $(FUZZERS); do \
		corpus=tests/fuzz/corpus/$${f##*/fuzz_}; \
		mkdir -p $$f.corpus $$( [ -d $$corpus ] && echo $$corpus ); \
		echo "FUZZ $$f, $(FUZZ_SECONDS) s"; \
		$$f -max_total_time=$(FUZZ_SECONDS) -timeout=10 -verbosity=0 -artifact_prefix=$$f- \
			$$f.corpus $$( [ -d $$corpus ] && echo $$corpus ); \
	done

.PHONY: fuzzers
fuzzers: $(FUZZERS)
out/fuzz/fuzz_%: $(OBJ)/tests/fuzz/fuzz_%.o $(LIB)
	@$(SAY) "LD  $@"
	@mkdir -p $(@D)
	@$(CC) -g -fsanitize=address,fuzzer -o $@ $^ $(PKG_LIBS)

bench: out/need-bench
	@$(MAKE) $(PROGRAM) $(BENCH)
	@tests/bench/run

out/bench/%: tests/bench/%.c Makefile
	@$(SAY) "CC  $<"
	@mkdir -p $(@D)
	@$(LINK) $(LANGUAGE) $(WARNINGS) -o $@ $< -lmicrohttpd

# The same files give the same bytes: in one order, of one time, without the rights and owners of this machine.
APP := integrations/zendesk
APP_FILES := $(shell cd $(APP) 2>/dev/null && LC_ALL=C find manifest.json assets translations -type f ! -name '.*' | LC_ALL=C sort)
zendesk-app: out/zendesk-app.zip
out/zendesk-app.zip: $(addprefix $(APP)/,$(APP_FILES)) Makefile | out/need-app
	@$(SAY) "ZIP $@"
	@rm -rf $@ out/zendesk-app && mkdir -p out/zendesk-app
	@cd $(APP) && cp --parents $(APP_FILES) ../../out/zendesk-app
	@cd out/zendesk-app && chmod 644 $(APP_FILES) && TZ=UTC touch -t 200001010000 $(APP_FILES) && \
		TZ=UTC zip -q -X -9 -D ../zendesk-app.zip $(APP_FILES)

install: $(PROGRAM)
	install -D $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/assent
	mkdir -p $(DESTDIR)$(PREFIX)/share/assent
	cp -r flows $(DESTDIR)$(PREFIX)/share/assent/

clean:
	rm -rf out

-include $(wildcard $(OBJ)/*.d $(OBJ)/tests/*/*.d)
