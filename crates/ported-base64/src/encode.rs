//! Bytes to letters.

use base64_kernels::Kernel;
use cpython_api::prelude::*;
use cpython_api::proposal::{Cursor, PyBuffer};

use crate::alphabet::Alphabet;

/// How the letters are set.
#[derive(Clone, Copy)]
pub(crate) struct Layout<'a> {
    pub(crate) alphabet: Alphabet<'a>,
    pub(crate) padded: bool,
    /// Letters in a line, a multiple of four; zero for one line.
    pub(crate) columns: usize,
    pub(crate) newline: bool,
}

impl<'a> Layout<'a> {
    /// Columns as Python gives them: down to whole groups, and at least one.
    pub(crate) fn wrapped(self, columns: usize) -> Self {
        Self { columns: if columns == 0 { 0 } else { (columns / 4 * 4).max(4) }, ..self }
    }

    /// How many bytes the letters of `length` bytes take; `None` if more than there can be.
    fn size(self, length: usize) -> Option<usize> {
        let groups = length.div_ceil(3).checked_mul(4)?;
        let letters = if self.padded { groups } else { groups - (3 - length % 3) % 3 };
        let breaks = letters.saturating_sub(1).checked_div(self.columns).unwrap_or(0);
        letters.checked_add(breaks)?.checked_add(usize::from(self.newline))
    }

    /// `bytes` of these letters.
    pub(crate) fn encode<'py>(
        self,
        ctx: &mut ThreadContext<'py>,
        data: &PyBuffer<'_, 'py>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let content = data.read(ctx)?;
        let size = self.size(content.len()).filter(|size| isize::try_from(*size).is_ok());
        let Some(size) = size else {
            return Err(PyMemoryError::raise(ctx, ""));
        };
        PyBytes::build(ctx, size, |_, mut cursor| {
            self.write(&content, &mut cursor);
            Ok(cursor.finish())
        })
    }

    fn write(self, content: &[u8], cursor: &mut Cursor<'_>) {
        if self.columns == 0 {
            self.write_line(content, cursor);
        } else {
            let mut lines = content.chunks(self.columns / 4 * 3).peekable();
            while let Some(line) = lines.next() {
                self.write_line(line, cursor);
                if lines.peek().is_some() {
                    cursor.push(b'\n');
                }
            }
        }
        if self.newline {
            cursor.push(b'\n');
        }
    }

    fn write_line(self, line: &[u8], cursor: &mut Cursor<'_>) {
        match self.alphabet.known {
            Some(known) => cursor.write_with(|rest| (Kernel::best().encode(known, line, rest), ())),
            None => self.write_by_table(line, cursor),
        }
        self.write_end(line.chunks_exact(3).remainder(), cursor);
    }

    fn letter(self, number: u32) -> u8 {
        self.alphabet.letters[(number & 63) as usize]
    }

    fn write_by_table(self, line: &[u8], cursor: &mut Cursor<'_>) {
        for group in line.chunks_exact(3) {
            let bits = u32::from_be_bytes([0, group[0], group[1], group[2]]);
            cursor.extend_from_slice(&[18, 12, 6, 0].map(|place| self.letter(bits >> place)));
        }
    }

    /// The last one or two bytes, if any, and their padding.
    fn write_end(self, bytes: &[u8], cursor: &mut Cursor<'_>) {
        let (bits, letters) = match *bytes {
            [one] => (u32::from(one) << 16, 2),
            [one, two] => (u32::from(one) << 16 | u32::from(two) << 8, 3),
            _ => return,
        };
        for place in 0..letters {
            cursor.push(self.letter(bits >> (18 - 6 * place)));
        }
        for _ in letters..if self.padded { 4 } else { letters } {
            cursor.push(b'=');
        }
    }
}
