/* adapter_cli.h: assent adapter: what a platform's adapter makes of its input, for whoever writes one. */
#ifndef ASSENT_ADAPTER_CLI_H
#define ASSENT_ADAPTER_CLI_H

struct command;

extern const struct command adapter_command;

#endif
