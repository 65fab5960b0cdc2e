//! The parts of speech of words that the dictionary lacks.
//!
//! A hidden Markov model over the characters of a word: its states are a position (begin, middle,
//! end, single) and a tag, and a word keeps its tag from its first character to its last. The most
//! probable states may cut the word once more; the tag of its longest part is the word's.
//!
//! The file has the names of the 64 tags; the probabilities of the first state; the pairs of states
//! that may follow each other and their probabilities; and the characters, where the states of each
//! end, the states and their probabilities. All probabilities are logarithms.

use std::sync::atomic::{AtomicU64, Ordering};

use super::lists::Lists;
use super::sign::{Sign, is_ideograph};
use super::unknown::NEVER;
use crate::PartOfSpeech;

/// States: position × 64 + tag.
const STATES: usize = 256;
const TAG_BITS: u8 = 0x3f;
/// The first states of the other positions; those of a begin start at 0.
const MIDDLE: u8 = 64;
const END: u8 = 128;
const SINGLE: u8 = 192;

/// How many words are kept with their tags, as a power of two: most unknown words of a text stand in
/// it more than once, and many in the next.
const KEPT_BITS: u32 = 14;

/// The model of tags.
#[derive(Default)]
pub(super) struct TagModel {
    tags: Vec<PartOfSpeech>,
    // by state
    start: Vec<f64>,
    // by state and the state before it
    transitions: Vec<f64>,
    // by code point: the number of the character's row
    rows: Vec<u16>,
    // by row: where its states end; they begin where those of the row before do
    ends: Vec<usize>,
    states: &'static [u8],
    emissions: Vec<f64>,
    // words with their tags, each where its hash says; whoever comes later takes the place
    kept: Vec<AtomicU64>,
}

/// Room for tagging that is used again.
pub(super) struct TagRoom {
    /// The states that can be reached, in order, with their scores.
    live: Vec<(u8, f64)>,
    next: Vec<(u8, f64)>,
    /// The same scores by state; [`NEVER`] for the others.
    scores: [f64; STATES],
    /// The state before each state of each character but the first.
    before: Vec<[u8; STATES]>,
    path: Vec<u8>,
}

impl Default for TagRoom {
    fn default() -> Self {
        let scores = [NEVER; STATES];
        Self { live: Vec::new(), next: Vec::new(), scores, before: Vec::new(), path: Vec::new() }
    }
}

impl TagRoom {
    /// Leaves no state live.
    fn forget(&mut self) {
        for (state, _) in self.live.drain(..) {
            if let Some(score) = self.scores.get_mut(usize::from(state)) {
                *score = NEVER;
            }
        }
    }

    /// Makes the next states the live ones.
    fn advance(&mut self) {
        self.forget();
        std::mem::swap(&mut self.live, &mut self.next);
        for &(state, score) in &self.live {
            if let Some(slot) = self.scores.get_mut(usize::from(state)) {
                *slot = score;
            }
        }
    }
}

impl TagModel {
    /// The model of a file, behind that of the boundaries; `None` where it is cut short.
    pub(super) fn read(lists: &mut Lists) -> Option<Self> {
        let tags = lists.text()?.split(' ').map(PartOfSpeech::from_tag).collect();
        let start = lists.floats()?;
        let pairs: Vec<[u8; 2]> = lists.shorts()?.collect();
        let mut transitions = vec![NEVER; STATES * STATES];
        for ([from, to], probability) in pairs.into_iter().zip(lists.floats()?) {
            *transitions.get_mut(usize::from(to) * STATES + usize::from(from))? = probability;
        }
        let chars = lists.chars()?;
        let highest = chars.iter().copied().max().map_or(0, |c| c as usize);
        let mut rows = vec![0; highest + 1];
        for (c, row) in chars.into_iter().zip(1..) {
            *rows.get_mut(c as usize)? = row;
        }
        // row 0 is that of characters which the model does not know
        let ends = lists.longs()?.iter().map(|end| usize::try_from(u64::from_le_bytes(*end)).ok());
        let ends = std::iter::once(Some(0)).chain(ends).collect::<Option<_>>()?;
        let states = lists.bytes()?;
        let emissions = lists.floats()?;
        let kept = (0..1 << KEPT_BITS).map(|_| AtomicU64::new(0)).collect();
        Some(Self { tags, start, transitions, rows, ends, states, emissions, kept })
    }

    /// The part of speech of an unknown word.
    pub(super) fn guess(&self, word: &[Sign], room: &mut TagRoom) -> PartOfSpeech {
        let mut ascii = word.iter().filter(|sign| sign.c.is_ascii_alphanumeric()).peekable();
        if ascii.peek().is_some() {
            let is_number = ascii.all(|sign| sign.c.is_ascii_digit());
            return if is_number { PartOfSpeech::NUMBER } else { PartOfSpeech::LATIN };
        }
        if !word.iter().any(|sign| is_ideograph(sign.c)) {
            return PartOfSpeech::OTHER;
        }
        let Some((key, slot)) = self.slot_of(word) else { return self.work_out(word, room) };
        let kept = slot.load(Ordering::Relaxed);
        if kept >> u8::BITS == key {
            let [tag, ..] = kept.to_le_bytes();
            return PartOfSpeech::from_number(tag);
        }
        let tag = self.work_out(word, room);
        slot.store(key << u8::BITS | u64::from(tag.number()), Ordering::Relaxed);
        tag
    }

    /// Where a word of up to three characters is kept, and as what number, which no other word has:
    /// the characters, of two bytes each. Longer words are kept nowhere.
    fn slot_of(&self, word: &[Sign]) -> Option<(u64, &AtomicU64)> {
        if word.len() > 3 {
            return None;
        }
        let mut key = 0;
        for sign in word {
            key = key << u16::BITS | u64::from(u16::try_from(u32::from(sign.c)).ok()?);
        }
        let hash = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - KEPT_BITS);
        Some((key, self.kept.get(usize::try_from(hash).ok()?)?))
    }

    /// The tag of the most probable states of a word.
    fn work_out(&self, word: &[Sign], room: &mut TagRoom) -> PartOfSpeech {
        let state = match word {
            [single] => self.single(single.c),
            _ => self.trace(word, room).then(|| longest(word, &room.path)).flatten(),
        };
        state.map_or(PartOfSpeech::OTHER, |state| {
            let tag = self.tags.get(usize::from(state & TAG_BITS)).copied();
            tag.unwrap_or(PartOfSpeech::OTHER)
        })
    }

    /// The most probable state of a character that is a word; of equal ones the last.
    fn single(&self, c: char) -> Option<u8> {
        let scored = self.states_of(c).filter(|&(state, _)| state >= SINGLE);
        let scored = scored.map(|(state, emission)| (state, self.start_of(state) + emission));
        scored
            .filter(|&(_, score)| score > NEVER)
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(s, _)| s)
    }

    /// Fills `room.path` with the most probable states of `word`, if there is a way through it.
    fn trace(&self, word: &[Sign], room: &mut TagRoom) -> bool {
        room.forget();
        if room.before.len() < word.len() {
            room.before.resize(word.len(), [0; STATES]);
        }
        for (number, sign) in word.iter().enumerate() {
            room.next.clear();
            let ends = room.live.partition_point(|&(state, _)| state < END);
            for (state, emission) in self.states_of(sign.c) {
                if number == 0 {
                    let score = self.start_of(state) + emission;
                    if score > NEVER {
                        room.next.push((state, score));
                    }
                    continue;
                }
                // no word ends within its last part
                if number + 1 == word.len() && state < END {
                    continue;
                }
                let Some((before, score)) = self.best_before(state, emission, room, ends) else {
                    continue;
                };
                room.next.push((state, score));
                let row = room.before.get_mut(number);
                if let Some(slot) = row.and_then(|row| row.get_mut(usize::from(state))) {
                    *slot = before;
                }
            }
            room.advance();
        }
        // of equally probable ends the first
        let ends = room.live.iter().filter(|(state, _)| *state >= END);
        let last = ends.copied().reduce(|best, other| if other.1 > best.1 { other } else { best });
        let Some((mut state, _)) = last else { return false };
        room.path.clear();
        room.path.push(state);
        for row in room.before.get(1..word.len()).unwrap_or_default().iter().rev() {
            state = row.get(usize::from(state)).copied().unwrap_or_default();
            room.path.push(state);
        }
        room.path.reverse();
        true
    }

    /// The best state before `state`, with the score of both; of equal ones the first. The live
    /// states from `ends` on end a word.
    fn best_before(
        &self,
        state: u8,
        emission: f64,
        room: &TagRoom,
        ends: usize,
    ) -> Option<(u8, f64)> {
        let row = usize::from(state) * STATES;
        let transitions = self.transitions.get(row..row + STATES)?;
        let mut best = None;
        let mut best_score = NEVER;
        let mut weigh = |before: u8, score: f64| {
            let transition = transitions.get(usize::from(before)).copied().unwrap_or(NEVER);
            let score = score + transition + emission;
            if transition > NEVER && score > best_score {
                best_score = score;
                best = Some(before);
            }
        };
        if (MIDDLE..SINGLE).contains(&state) {
            for before in [state & TAG_BITS, state & TAG_BITS | MIDDLE] {
                let score = room.scores.get(usize::from(before)).copied().unwrap_or(NEVER);
                if score > NEVER {
                    weigh(before, score);
                }
            }
        } else {
            for &(before, score) in room.live.get(ends..).unwrap_or_default() {
                weigh(before, score);
            }
        }
        best.map(|before| (before, best_score))
    }

    fn start_of(&self, state: u8) -> f64 {
        self.start.get(usize::from(state)).copied().unwrap_or(NEVER)
    }

    /// The states in which `c` may stand, in order, with their emissions.
    fn states_of(&self, c: char) -> impl Iterator<Item = (u8, f64)> {
        let row = self.rows.get(c as usize).copied().map_or(0, usize::from);
        let start = row.checked_sub(1).and_then(|row| self.ends.get(row)).copied().unwrap_or(0);
        let end = self.ends.get(row).copied().unwrap_or(0);
        let states = self.states.get(start..end).unwrap_or_default();
        let emissions = self.emissions.get(start..end).unwrap_or_default();
        states.iter().copied().zip(emissions.iter().copied())
    }
}

/// The last state of the longest part, in bytes, that `path` cuts `word` into; of equal ones that of
/// the last.
fn longest(word: &[Sign], path: &[u8]) -> Option<u8> {
    let mut begin = 0;
    let mut best = (0, None);
    for (number, (&state, sign)) in path.iter().zip(word).enumerate() {
        match state {
            0..MIDDLE => begin = number,
            MIDDLE..END => {}
            END.. => {
                let first = if state < SINGLE { begin } else { number };
                let start = word.get(first).map_or(0, |sign| sign.start());
                let length = sign.end() - start;
                if length >= best.0 {
                    best = (length, Some(state));
                }
            }
        }
    }
    best.1
}
