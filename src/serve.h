/* serve.h: `assent serve`: configuration, store, engine, HTTP, put together and run until told to
 * stop. */
#ifndef ASSENT_SERVE_H
#define ASSENT_SERVE_H

struct command;

/* Exit status: 0 stopped by SIGINT or SIGTERM, 1 cannot start (says why), 74 the disk cannot be
 * trusted. */
/* In the data directory while the program runs: {"origin","token","instance"}, for commands of its
 * operator. */
#define SERVE_OPERATOR_FILE "operator.json"

/* In the data directory: flows that a command hands over to the running program, in files named by the
 * SHA-256 of their text: {"bundles": [content]}. */
#define SERVE_DEPLOYS_DIR "deploys"
enum { SERVE_DEPLOY_MAX_BYTES = 64 * 1024 * 1024 };

extern const struct command serve_command;

#endif
