/* adapter_cli.h: assent adapter: what a platform's adapter makes of its input, for whoever writes one. */
#ifndef ASSENT_ADAPTER_CLI_H
#define ASSENT_ADAPTER_CLI_H

int adapter_main(int argc, char **argv);

#endif
