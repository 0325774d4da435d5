//! How Rust ends a process: called through ctypes by the tests of `run`.

use std::hint::black_box;

struct PanicsInDrop;

impl Drop for PanicsInDrop {
    fn drop(&mut self) {
        panic!("in a drop");
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn panics() {
    panic!("the answer is {}", black_box(41) + 1);
}

#[unsafe(no_mangle)]
pub extern "C" fn panics_in_drop() {
    let _guard = PanicsInDrop;
}

#[unsafe(no_mangle)]
pub extern "C" fn panics_while_panicking() {
    let _ = std::panic::catch_unwind(|| {
        let _guard = PanicsInDrop;
        panic!("the first of two");
    });
}

fn deeper(level: u64) -> u64 {
    let frame = [level; 64];
    if level == u64::MAX {
        return 0;
    }
    black_box(deeper(black_box(level + 1)) + frame[(level % 64) as usize])
}

#[unsafe(no_mangle)]
pub extern "C" fn overflows() -> u64 {
    deeper(0)
}

#[unsafe(no_mangle)]
pub extern "C" fn overflows_in_a_thread() -> u64 {
    std::thread::spawn(|| deeper(0)).join().unwrap_or(0)
}

#[unsafe(no_mangle)]
pub extern "C" fn allocates() -> usize {
    black_box(vec![1_u8; 10 << 30]).len()
}

#[unsafe(no_mangle)]
pub extern "C" fn prints() {
    println!("a line of Rust");
}
