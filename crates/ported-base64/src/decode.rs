//! Letters to bytes. Whole groups go quickly; whatever else comes goes letter by letter, as C does it.

use base64_kernels::{Alphabet as Known, Kernel};
use cpython_api::PYTHON_MINOR;
use cpython_api::prelude::*;
use cpython_api::proposal::Cursor;

use crate::alphabet::{Alphabet, NONE};
use crate::arguments::Ascii;
use crate::state::State;

/// What is allowed.
pub(crate) struct Rules<'r> {
    pub(crate) strict: bool,
    pub(crate) padded: bool,
    pub(crate) canonical: bool,
    pub(crate) reads_on: bool,
    pub(crate) ignored: &'r [u8],
    pub(crate) numbers: &'r [u8; 256],
    /// What the kernels may do. They take `=` for no letter, as all of this does.
    pub(crate) known: Option<Known>,
}

/// The numbers of the usual letters, made when the crate is.
pub(crate) static STANDARD_NUMBERS: [u8; 256] = Alphabet::STANDARD.numbers();

impl Rules<'static> {
    /// Every version has these.
    pub(crate) fn usual(state: &State, strict: bool) -> Self {
        Self {
            strict,
            padded: true,
            canonical: false,
            reads_on: state.reads_on,
            ignored: b"",
            numbers: &STANDARD_NUMBERS,
            known: Alphabet::STANDARD.known,
        }
    }
}

/// Why it is not base64.
enum Malformed {
    Says(&'static str),
    /// One letter too many, after this many bytes.
    OneMore(usize),
}

use Malformed::Says;

/// The bytes of `data`, or `binascii.Error`.
pub(crate) fn decode<'py>(
    ctx: &mut ThreadContext<'py>,
    state: &State,
    data: &Ascii<'_, 'py>,
    rules: &Rules<'_>,
) -> PyResult<Bound<'py, PyBytes>> {
    let held = data.read(ctx)?;
    let input = held.as_bytes();
    PyBytes::build(ctx, input.len().div_ceil(4) * 3, |ctx, mut cursor| {
        let read = Reader { rules, out: &mut cursor, place: 0, left: 0, pads: 0, padding: false };
        match read.all(input) {
            Ok(()) => Ok(cursor.finish()),
            Err(malformed) => Err(state.raise(ctx, &malformed.text())),
        }
    })
}

impl Malformed {
    fn text(&self) -> String {
        match self {
            Says(text) => (*text).to_owned(),
            Self::OneMore(bytes) => format!(
                "Invalid base64-encoded string: number of data characters ({}) cannot be 1 more than a multiple of 4",
                bytes / 3 * 4 + 1
            ),
        }
    }
}

/// What one byte means for those that follow.
enum Next {
    Goes,
    Ends,
}

struct Reader<'r, 'c, 'b> {
    rules: &'r Rules<'r>,
    out: &'c mut Cursor<'b>,
    /// Letters of the group that were read.
    place: u8,
    /// Bits of the last letter that no byte has taken yet.
    left: u8,
    /// `=` since the last letter.
    pads: u8,
    /// `=` at any time: what older versions look at.
    padding: bool,
}

impl Reader<'_, '_, '_> {
    fn all(mut self, input: &[u8]) -> Result<(), Malformed> {
        if !self.rules.reads_on && self.rules.strict && input.first() == Some(&b'=') {
            return Err(Says("Leading padding not allowed"));
        }
        let mut at = 0;
        while at < input.len() {
            if self.place == 0 && self.pads == 0 && !self.padding {
                at += self.whole_groups(&input[at..]);
            }
            let Some(&byte) = input.get(at) else { break };
            at += 1;
            match self.byte(byte, at == input.len())? {
                Next::Goes => {}
                Next::Ends if self.rules.reads_on => break,
                Next::Ends => return Ok(()),
            }
        }
        self.end()
    }

    /// Groups of four letters, as far as there is nothing else; how many letters that were.
    fn whole_groups(&mut self, input: &[u8]) -> usize {
        let Some(known) = self.rules.known else {
            return self.groups_by_table(input);
        };
        self.out.write_with(|rest| {
            let bytes = Kernel::best().decode(known, input, rest);
            let read = bytes.len() / 3 * 4;
            (bytes, read)
        })
    }

    fn groups_by_table(&mut self, input: &[u8]) -> usize {
        let mut groups = 0;
        for group in input.chunks_exact(4) {
            let [one, two, three, four] = [0, 1, 2, 3].map(|place| self.number(group[place]));
            if (one | two | three | four) >= NONE {
                break;
            }
            self.out.extend_from_slice(&[one << 2 | two >> 4, two << 4 | three >> 2, three << 6 | four]);
            groups += 1;
        }
        4 * groups
    }

    /// The number of a letter. `=` is none, even in an alphabet that has it.
    fn number(&self, byte: u8) -> u8 {
        if byte == b'=' { NONE } else { self.rules.numbers[byte as usize] }
    }

    fn byte(&mut self, byte: u8, last: bool) -> Result<Next, Malformed> {
        if byte == b'=' {
            return if self.rules.reads_on { self.pad() } else { self.pad_as_before(last) };
        }
        let number = self.number(byte);
        if number >= NONE {
            let refused = self.rules.strict && !self.rules.ignored.contains(&byte);
            return if refused { Err(Says("Only base64 data is allowed")) } else { Ok(Next::Goes) };
        }
        self.after_padding()?;
        self.pads = 0;
        self.letter(number);
        Ok(Next::Goes)
    }

    fn letter(&mut self, number: u8) {
        match self.place {
            0 => self.left = number,
            1 => self.out.push(self.left << 2 | number >> 4),
            2 => self.out.push(self.left << 4 | number >> 2),
            _ => self.out.push(self.left << 6 | number),
        }
        // What the byte has taken is shifted out when the next one is made.
        self.left = match self.place {
            1 => number & 15,
            2 => number & 3,
            3 => 0,
            _ => number,
        };
        self.place = (self.place + 1) % 4;
    }

    fn ignores_padding(&self) -> bool {
        !self.rules.strict || self.rules.ignored.contains(&b'=')
    }

    fn pad(&mut self) -> Result<Next, Malformed> {
        if !self.rules.padded {
            return if self.ignores_padding() { Ok(Next::Goes) } else { Err(Says("Padding not allowed")) };
        }
        self.pads = self.pads.saturating_add(1);
        if self.ignores_padding() || self.place >= 2 && self.place.saturating_add(self.pads) <= 4 {
            return Ok(Next::Goes);
        }
        match self.place {
            1 => Ok(Next::Ends),
            0 if self.out.is_empty() => Err(Says("Leading padding not allowed")),
            _ => Err(Says("Excess padding not allowed")),
        }
    }

    /// In older releases a complete padding ends the data.
    fn pad_as_before(&mut self, last: bool) -> Result<Next, Malformed> {
        self.padding = true;
        if self.rules.strict && self.place == 0 && PYTHON_MINOR >= 12 {
            return Err(Says("Excess padding not allowed"));
        }
        if self.place < 2 {
            return Ok(Next::Goes);
        }
        self.pads = self.pads.saturating_add(1);
        if self.place.saturating_add(self.pads) < 4 {
            return Ok(Next::Goes);
        }
        if self.rules.strict && !last { Err(Says("Excess data after padding")) } else { Ok(Next::Ends) }
    }

    /// Whether a letter may follow the `=` before it.
    fn after_padding(&self) -> Result<(), Malformed> {
        if !self.rules.reads_on {
            let refused = self.rules.strict && self.padding;
            return if refused { Err(Says("Discontinuous padding not allowed")) } else { Ok(()) };
        }
        if self.pads == 0 || self.ignores_padding() {
            return Ok(());
        }
        let whole = self.place.saturating_add(self.pads) == 4;
        Err(Says(if whole { "Excess data after padding" } else { "Discontinuous padding not allowed" }))
    }

    fn end(&self) -> Result<(), Malformed> {
        if self.place == 1 {
            return Err(Malformed::OneMore(self.out.len()));
        }
        let whole = self.place.saturating_add(self.pads) >= 4 && self.rules.reads_on;
        if self.place != 0 && self.rules.padded && !whole {
            return Err(Says("Incorrect padding"));
        }
        if self.rules.canonical && self.place != 0 && self.left != 0 {
            return Err(Says("Non-zero padding bits"));
        }
        Ok(())
    }
}
