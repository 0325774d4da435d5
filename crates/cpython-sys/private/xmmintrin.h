/* Vector types that no structure of CPython holds; GCC's header is written for GCC. See stdatomic.h. */
#define _mm_pause() ((void)0)
