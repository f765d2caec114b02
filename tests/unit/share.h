/* share.h: how much a test tries of what it could: all of it, or the part that the sanitizers see, where everything takes
 * ten times as long. For numbers of tries alone: what is tried, and what must come of it, is the same. */
#ifndef ASSENT_TEST_SHARE_H
#define ASSENT_TEST_SHARE_H

#ifdef __SANITIZE_ADDRESS__
#define SHARE(all, sanitized) (sanitized)
#else
#define SHARE(all, sanitized) (all)
#endif

#endif
