use std::io::{self, Read};

use tiyao_text::interrupt::spend;

/// Bytes that are unpacked, or looked at one by one, for one unit of work.
pub(crate) const BYTES_PER_UNIT: usize = 4;

/// Something that is unpacked as it is read, and can be stopped half way.
pub(crate) struct Paced<R>(pub(crate) R);

impl<R: Read> Read for Paced<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(buffer)?;
        spend(count / BYTES_PER_UNIT + 1);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, io::Read as _, rc::Rc};

    use tiyao_text::interrupt::run_while;

    use super::Paced;

    #[test]
    fn unpacking_stops_half_way() {
        let asked = Rc::new(Cell::new(0));
        let counted = Rc::clone(&asked);
        let go_on = move || counted.replace(counted.get() + 1) < 3;
        let endless = Paced(std::io::repeat(7));
        let stopped =
            run_while(go_on, || endless.take(1 << 40).read_to_end(&mut Vec::new()).is_ok());
        assert_eq!((stopped, asked.get()), (None, 4));
    }
}
