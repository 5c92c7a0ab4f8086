/*
 * sanitized - whether AddressSanitizer is at work, which takes mlock(2) for
 * itself and does not live with a bound on its address space.
 */
#ifndef PANAH_TESTS_CRYPT_SANITIZED_H
#define PANAH_TESTS_CRYPT_SANITIZED_H

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED	1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED	1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED	0
#endif

#endif
