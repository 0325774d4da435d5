//! `hash` of bytes and str, as CPython computes it when `PYTHONHASHSEED` is set. Not a module of CPython: its C lies in
//! the core (`Python/pyhash.c`), so the running interpreter's own `hash` is the judge.
#![forbid(unsafe_code)]

mod secret;
mod sip;

use cpython_api::prelude::*;
use secret::key;
use sip::sip13;

/// -1 is how C says that hashing failed, so no object has it.
fn as_hash(number: u64) -> i64 {
    match number as i64 {
        -1 => -2,
        hash => hash,
    }
}

/// No bytes hash to 0, whatever the seed is: a hash of nothing shall not tell of the secret.
fn hash_of(bytes: &[u8], seed: u32) -> i64 {
    if bytes.is_empty() { 0 } else { as_hash(sip13(key(seed), bytes)) }
}

/// The characters as CPython keeps them: one, two or four bytes each, as the widest needs.
fn kept(text: &str) -> Vec<u8> {
    match text.chars().max().map_or(0, u32::from) {
        0..=0xff => text.chars().map(|letter| u32::from(letter) as u8).collect(),
        0x100..=0xffff => text.encode_utf16().flat_map(u16::to_ne_bytes).collect(),
        _ => text.chars().flat_map(|letter| u32::from(letter).to_ne_bytes()).collect(),
    }
}

/// What hash(data) is under PYTHONHASHSEED=seed.
#[pyfunction(signature = (data, seed, /))]
fn hash_bytes(_ctx: &ThreadContext<'_>, _state: &NoState, data: &[u8], seed: u32) -> i64 {
    hash_of(data, seed)
}

/// What hash(text) is under PYTHONHASHSEED=seed. A text with half a surrogate pair is refused.
#[pyfunction(signature = (text, seed, /))]
fn hash_text(_ctx: &ThreadContext<'_>, _state: &NoState, text: &str, seed: u32) -> i64 {
    hash_of(&kept(text), seed)
}

export_module! {
    name: siphash,
    doc: c"CPython's hash of bytes and str under a fixed seed.",
    state: NoState,
    methods: [hash_bytes, hash_text],
}
