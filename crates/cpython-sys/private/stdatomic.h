/* C11 atomics for bindgen alone, never compiled into anything. The wheel of libclang has no headers of its own, and
   GCC's <stdatomic.h> is written for GCC. The private headers need the types, whose layout is all that bindgen reads;
   the operations stand for themselves so that inline functions parse. */
#ifndef RUSTLAB_STDATOMIC_H
#define RUSTLAB_STDATOMIC_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    memory_order_relaxed,
    memory_order_consume,
    memory_order_acquire,
    memory_order_release,
    memory_order_acq_rel,
    memory_order_seq_cst
} memory_order;

typedef _Atomic(bool) atomic_bool;
typedef _Atomic(int) atomic_int;
typedef _Atomic(unsigned int) atomic_uint;
typedef _Atomic(long) atomic_long;
typedef _Atomic(unsigned long) atomic_ulong;
typedef _Atomic(long long) atomic_llong;
typedef _Atomic(unsigned long long) atomic_ullong;
typedef _Atomic(intptr_t) atomic_intptr_t;
typedef _Atomic(uintptr_t) atomic_uintptr_t;
typedef _Atomic(size_t) atomic_size_t;
typedef _Atomic(intmax_t) atomic_intmax_t;
typedef _Atomic(uintmax_t) atomic_uintmax_t;
typedef struct { atomic_bool value; } atomic_flag;

#define ATOMIC_VAR_INIT(value) (value)
#define atomic_init(place, value) (*(place) = (value))
#define atomic_thread_fence(order) ((void)(order))
#define atomic_signal_fence(order) ((void)(order))
#define atomic_load_explicit(place, order) (*(place))
#define atomic_store_explicit(place, value, order) (*(place) = (value))
#define atomic_exchange_explicit(place, value, order) (*(place) = (value))
#define atomic_fetch_add_explicit(place, value, order) (*(place) += (value))
#define atomic_fetch_sub_explicit(place, value, order) (*(place) -= (value))
#define atomic_fetch_and_explicit(place, value, order) (*(place) &= (value))
#define atomic_fetch_or_explicit(place, value, order) (*(place) |= (value))
#define atomic_compare_exchange_strong_explicit(place, expected, value, yes, no) (*(place) == *(expected))
#define atomic_compare_exchange_weak_explicit(place, expected, value, yes, no) (*(place) == *(expected))
#define atomic_load(place) (*(place))
#define atomic_store(place, value) (*(place) = (value))
#define atomic_fetch_add(place, value) (*(place) += (value))
#define atomic_fetch_sub(place, value) (*(place) -= (value))
#endif
