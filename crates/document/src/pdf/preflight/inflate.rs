//! What a stream inflates to, counted.

use flate2::{Decompress, FlushDecompress, Status};
use tiyao_text::interrupt::spend;

use super::{Budget, IMAGE, READ};
use crate::paced::BYTES_PER_UNIT;

/// How often a stream may be packed by deflate and still be measured; twice is rare already.
const LAYERS: usize = 2;

/// Inflates one stream after another into nothing.
pub(super) struct Inflater {
    layers: [Layer; LAYERS],
}

/// How much a stream inflates to.
pub(super) struct Measure {
    /// The bytes that were inflated.
    pub(super) packed: usize,
    /// The stream was inflated to an end of its own.
    pub(super) ended: bool,
    /// The bytes it inflates to.
    pub(super) unpacked: usize,
    /// These, where they may be objects.
    pub(super) objects: usize,
}

impl Inflater {
    pub(super) fn new() -> Self {
        Self { layers: std::array::from_fn(|_| Layer::new()) }
    }

    /// How much `data` inflates to; `None` where it is more than an image may, more than `part`
    /// where it may hold objects, or more `work` than is left.
    pub(super) fn measure(
        &mut self,
        data: &[u8],
        part: usize,
        work: &mut Budget,
    ) -> Option<Measure> {
        for layer in &mut self.layers {
            layer.state = State::Before;
            layer.packed = 0;
            layer.unpacked = 0;
        }
        feed(&mut self.layers, data, part, work)?;
        let most = self.layers.iter().max_by_key(|layer| layer.unpacked)?;
        let unpacked = most.unpacked;
        let objects = if most.may_hold_objects { unpacked } else { 0 };
        let first = self.layers.first()?;
        Some(Measure {
            packed: first.packed,
            ended: first.state == State::Ended,
            unpacked,
            objects,
        })
    }
}

/// One of the times that a stream was packed.
struct Layer {
    inflate: Decompress,
    piece: Vec<u8>,
    state: State,
    packed: usize,
    unpacked: usize,
    may_hold_objects: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Before,
    Within,
    Ended,
    Damaged,
}

impl Layer {
    fn new() -> Self {
        Self {
            inflate: Decompress::new(false),
            piece: vec![0; 1 << 15],
            state: State::Before,
            packed: 0,
            unpacked: 0,
            may_hold_objects: false,
        }
    }

    /// Begins with `data` as the parser does: it looks at zlib's head, and never at its checksum.
    fn begin<'a>(&mut self, data: &'a [u8]) -> &'a [u8] {
        self.inflate.reset(false);
        self.state = State::Within;
        match data {
            [head, flags, rest @ ..]
                if head & 15 == 8
                    && flags & 32 == 0
                    && u16::from_be_bytes([*head, *flags]).is_multiple_of(31) =>
            {
                self.packed = 2;
                rest
            }
            _ => data,
        }
    }

    /// Inflates what fills a piece; gives how much of `data` that took.
    fn step(&mut self, data: &[u8]) -> (usize, usize) {
        let (taken, given) = (self.inflate.total_in(), self.inflate.total_out());
        let status = self.inflate.decompress(data, &mut self.piece, FlushDecompress::None);
        let since = |now: u64, before: u64| usize::try_from(now - before).unwrap_or(usize::MAX);
        self.state = match status {
            Ok(Status::StreamEnd) => State::Ended,
            Ok(_) => State::Within,
            Err(_) => State::Damaged,
        };
        (since(self.inflate.total_in(), taken), since(self.inflate.total_out(), given))
    }

    /// Counts the first `given` bytes of the piece.
    fn count(&mut self, given: usize, part: usize) -> Option<()> {
        if self.unpacked == 0 {
            let mut head = self.piece.iter().take(given);
            let first = head.find(|byte| !byte.is_ascii_whitespace() && **byte != 0);
            self.may_hold_objects = first.is_none_or(|byte| matches!(byte, b'0'..=b'9' | b'%'));
        }
        self.unpacked += given;
        let most = if self.may_hold_objects { part } else { part.max(IMAGE) };
        (self.unpacked <= most).then_some(())
    }
}

/// Gives `data` to the first layer, and what comes out to the next.
fn feed(layers: &mut [Layer], data: &[u8], part: usize, work: &mut Budget) -> Option<()> {
    let Some((layer, next)) = layers.split_first_mut() else { return Some(()) };
    let mut rest = if layer.state == State::Before { layer.begin(data) } else { data };
    while layer.state == State::Within {
        let (taken, given) = layer.step(rest);
        layer.packed += taken;
        spend((taken + given) / BYTES_PER_UNIT + 1);
        work.spend(taken.saturating_mul(READ))?;
        work.spend(given)?;
        if given > 0 {
            layer.count(given, part)?;
            feed(next, layer.piece.get(..given)?, part, work)?;
        }
        rest = rest.get(taken..)?;
        if rest.is_empty() && given < layer.piece.len() || taken + given == 0 {
            break;
        }
    }
    Some(())
}
