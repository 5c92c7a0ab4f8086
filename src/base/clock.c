#include "base/clock.h"

#include <stddef.h>
#include <time.h>

static int64_t
real_now_ms(void *context)
{
	struct timespec now = { 0, 0 };

	(void)context;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

const struct clock clock_real = { real_now_ms, NULL };

int64_t
clock_ms(const struct clock *c)
{
	return c->now_ms(c->context);
}
