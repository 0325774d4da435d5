//! Streams in every configuration, cut in every way.
#![allow(missing_docs)]

use std::mem::MaybeUninit;

use zlib_stream::{Config, Deflate, Error, Inflate, Status, adler32, adler32_combine, code, crc32, crc32_combine};

const FINISH: i32 = 4;
const NO_FLUSH: i32 = 0;
const USUAL: Config = Config { level: 6, method: 8, window_bits: 15, mem_level: 8, strategy: 0 };

fn text() -> Vec<u8> {
    (0..5000_u32).flat_map(|n| format!("{} {};", n % 37, n * n % 101).into_bytes()).collect()
}

/// Drive a stream to its end, with at most so much input and output at a time.
fn drive(
    mut step: impl FnMut(&[u8], &mut [MaybeUninit<u8>], i32) -> (usize, Vec<u8>, Result<Status, Error>),
    input: &[u8],
    cut: usize,
    room: usize,
) -> Result<Vec<u8>, Error> {
    let (mut all, mut rest) = (Vec::new(), input);
    loop {
        let piece = &rest[..rest.len().min(cut)];
        let flush = if piece.len() == rest.len() { FINISH } else { NO_FLUSH };
        let (consumed, written, result) = step(piece, &mut vec![MaybeUninit::uninit(); room], flush);
        let progress = consumed + written.len() > 0;
        rest = &rest[consumed..];
        all.extend(written);
        match result? {
            Status::End => return Ok(all),
            _ if !progress && rest.is_empty() => return Err(Error { code: code::BUF_ERROR, message: None }),
            _ => {}
        }
    }
}

fn compress(config: Config, data: &[u8], cut: usize, room: usize) -> Result<Vec<u8>, Error> {
    let mut stream = Deflate::new(config)?;
    drive(
        |input, output, flush| {
            let step = stream.step(input, output, flush);
            (step.consumed, step.written.to_vec(), step.result)
        },
        data,
        cut,
        room,
    )
}

fn decompress(window_bits: i32, data: &[u8], cut: usize, room: usize) -> Result<Vec<u8>, Error> {
    let mut stream = Inflate::new(window_bits)?;
    drive(
        |input, output, flush| {
            let step = stream.step(input, output, flush);
            (step.consumed, step.written.to_vec(), step.result)
        },
        data,
        cut,
        room,
    )
}

#[test]
fn every_configuration_comes_back() {
    let data = text();
    for level in -1..=9 {
        for (window_bits, mem_level, strategy) in [(15, 8, 0), (-15, 9, 1), (31, 1, 2), (9, 8, 3), (-9, 5, 4)] {
            let config = Config { level, window_bits, mem_level, strategy, ..USUAL };
            let small = compress(config, &data, 1000, 777).unwrap();
            assert_eq!(decompress(window_bits, &small, 999, 501).unwrap(), data, "{config:?}");
        }
    }
}

#[test]
fn every_cut_comes_back() {
    let data = b"abcabcabcabcabcabd";
    let small = compress(USUAL, data, usize::MAX, 100).unwrap();
    for cut in 1..small.len() {
        for room in 1..20 {
            assert_eq!(compress(USUAL, data, cut, room).unwrap(), small);
            assert_eq!(decompress(15, &small, cut, room).unwrap(), data);
        }
    }
}

#[test]
fn what_zlib_refuses_is_a_value() {
    for config in [
        Config { level: 10, ..USUAL },
        Config { method: 7, ..USUAL },
        Config { window_bits: 99, ..USUAL },
        Config { mem_level: 0, ..USUAL },
        Config { strategy: 9, ..USUAL },
    ] {
        assert_eq!(Deflate::new(config).err().map(|error| error.code), Some(code::STREAM_ERROR), "{config:?}");
    }
    assert_eq!(Inflate::new(99).err().map(|error| error.code), Some(code::STREAM_ERROR));
    let error = decompress(15, b"no zlib header", 100, 100).unwrap_err();
    assert_eq!((error.code, error.message.as_deref()), (code::DATA_ERROR, Some("incorrect header check")));
    let small = compress(USUAL, &text(), 100, 100).unwrap();
    assert_eq!(decompress(15, &small[..small.len() - 1], 100, 100).unwrap_err().code, code::BUF_ERROR);
    let mut stream = Deflate::new(USUAL).unwrap();
    assert_eq!(stream.step(b"x", &mut [MaybeUninit::uninit(); 9], 77).result.unwrap_err().code, code::STREAM_ERROR);
}

#[test]
fn nothing_is_counted_that_was_not_written() {
    let mut stream = Deflate::new(USUAL).unwrap();
    let mut output = [MaybeUninit::new(0xA5_u8); 64];
    let step = stream.step(b"some text", &mut output, FINISH);
    assert_eq!(step.result, Ok(Status::End));
    let length = step.written.len();
    assert!(length > 8 && length < 64);
    // SAFETY: every byte was initialised above.
    assert!(output[length..].iter().all(|byte| unsafe { byte.assume_init() } == 0xA5));
}

#[test]
fn a_copy_goes_on_alone() {
    let data = text();
    let mut first = Deflate::new(USUAL).unwrap();
    let mut output = vec![MaybeUninit::uninit(); 100_000];
    let step = first.step(&data[..2000], &mut output, NO_FLUSH);
    assert_eq!(step.consumed, 2000);
    let mut whole = step.written.to_vec();
    let mut second = first.try_clone().unwrap();
    let rest = |stream: &mut Deflate| {
        stream.step(&data[2000..], &mut vec![MaybeUninit::uninit(); 100_000], FINISH).written.to_vec()
    };
    let (a, b) = (rest(&mut first), rest(&mut second));
    drop(first);
    assert_eq!(a, b);
    whole.extend_from_slice(&b);
    assert_eq!(decompress(15, &whole, 1000, 1000).unwrap(), data);

    let mut stream = Inflate::new(15).unwrap().try_clone().unwrap();
    let half = stream.step(&whole[..whole.len() / 2], &mut output, NO_FLUSH).written.len();
    let mut copy = stream.try_clone().unwrap();
    drop(stream);
    assert_eq!(copy.step(&whole[whole.len() / 2..], &mut output, FINISH).written, &data[half..]);
}

#[test]
fn a_dictionary_is_needed_on_both_sides() {
    let mut stream = Deflate::new(USUAL).unwrap();
    stream.set_dictionary(b"the dictionary").unwrap();
    let mut small = vec![MaybeUninit::uninit(); 100];
    let small = stream.step(b"the dictionary is here", &mut small, FINISH).written.to_vec();
    let mut output = [MaybeUninit::uninit(); 100];
    let mut stream = Inflate::new(15).unwrap();
    let step = stream.step(&small, &mut output, NO_FLUSH);
    assert_eq!(step.result, Ok(Status::NeedDictionary));
    let used = step.consumed;
    assert_eq!(stream.set_dictionary(b"another").unwrap_err().code, code::DATA_ERROR);
    stream.set_dictionary(b"the dictionary").unwrap();
    assert_eq!(stream.step(&small[used..], &mut output, FINISH).written, b"the dictionary is here");
}

#[test]
fn parameters_change_and_a_reset_starts_again() {
    let mut stream = Deflate::new(Config { level: 0, ..USUAL }).unwrap();
    let mut output = vec![MaybeUninit::uninit(); 1000];
    let mut all = stream.step(b"stored", &mut output, NO_FLUSH).written.to_vec();
    all.extend_from_slice(stream.set_params(&mut output, 9, 0).written);
    all.extend_from_slice(stream.step(b"packed", &mut output, FINISH).written);
    assert_eq!(decompress(15, &all, 100, 100).unwrap(), b"storedpacked");
    stream.reset().unwrap();
    let again = stream.step(b"again", &mut output, FINISH).written.to_vec();
    assert_eq!(decompress(15, &again, 100, 100).unwrap(), b"again");
}

#[test]
fn checksums_combine() {
    let (first, second) = (b"some text".as_slice(), b"and more".as_slice());
    let both = [first, second].concat();
    assert_eq!((adler32(1, b"Wikipedia"), crc32(0, b"123456789")), (0x11E6_0398, 0xCBF4_3926));
    let length = second.len() as i64;
    assert_eq!(adler32_combine(adler32(1, first), adler32(1, second), length), adler32(1, &both));
    assert_eq!(crc32_combine(crc32(0, first), crc32(0, second), length), crc32(0, &both));
}

#[test]
fn a_stream_goes_to_another_thread() {
    let mut stream = Deflate::new(USUAL).unwrap();
    let thread = std::thread::spawn(move || stream.step(b"x", &mut [MaybeUninit::uninit(); 64], FINISH).written.len());
    assert!(thread.join().unwrap() > 0);
}

#[test]
fn a_header_names_the_level_that_was_asked_for() {
    let data = text();
    for (level, flags) in [(0, 0x01), (1, 0x01), (2, 0x5e), (5, 0x5e), (6, 0x9c), (-1, 0x9c), (7, 0xda), (9, 0xda)] {
        for room in [1, 2, 1000] {
            let small = compress(Config { level, ..USUAL }, &data, 1000, room).unwrap();
            assert_eq!(small[..2], [0x78, flags], "{level} {room}");
        }
    }
    // With a dictionary, a fixed code, a small window; after a reset; in a copy.
    let mut stream = Deflate::new(USUAL).unwrap();
    let head = |stream: &mut Deflate| -> [u8; 2] {
        stream.step(b"x", &mut [MaybeUninit::uninit(); 99], FINISH).written[..2].try_into().unwrap()
    };
    stream.set_dictionary(b"some words").unwrap();
    assert_eq!(head(&mut stream), [0x78, 0xbb]);
    stream.reset().unwrap();
    let mut copy = stream.try_clone().unwrap();
    assert_eq!((head(&mut stream), head(&mut copy)), ([0x78, 0x9c], [0x78, 0x9c]));
    assert_eq!(head(&mut Deflate::new(Config { strategy: 4, ..USUAL }).unwrap()), [0x78, 0x01]);
    assert_eq!(head(&mut Deflate::new(Config { window_bits: 10, ..USUAL }).unwrap()), [0x28, 0x91]);
    for (level, strategy, named) in [(1, 0, 4), (4, 0, 0), (6, 0, 0), (8, 0, 0), (9, 0, 2), (6, 4, 4)] {
        for room in [1, 1000] {
            let gzip = Config { level, strategy, window_bits: 31, ..USUAL };
            let packed = compress(gzip, &data, 1000, room).unwrap();
            assert_eq!((&packed[..2], packed[8]), (&[0x1f, 0x8b][..], named), "{level} {strategy} {room}");
        }
    }
}
