//! Words that the dictionary lacks, found among characters that it leaves alone.
//!
//! A hidden Markov model labels each ideograph as a word's begin, end or middle or as a word of its
//! own; the labels that are most probable together (Viterbi's algorithm) say where words end. The
//! file has the probabilities of the first label, of each label behind each other one, the
//! characters, and of each of them the probabilities under the four labels; all as logarithms.

use super::lists::Lists;
use super::sign::Sign;

/// The model of where words begin and end.
#[derive(Default)]
pub(super) struct Boundaries {
    start: [f64; 4],
    // from a label to a label
    transitions: [[f64; 4]; 4],
    // rows by code point from `FIRST`
    rows: Vec<u16>,
    // row 0 is that of characters which the model does not know
    emissions: Vec<[f64; 4]>,
}

/// The ideographs that the model labels.
const FIRST: char = '\u{4e00}';
const LAST: char = '\u{9fd5}';

const BEGIN: u8 = 0;
const END: u8 = 1;
const MIDDLE: u8 = 2;
const SINGLE: u8 = 3;

/// The labels that may stand before each label. Of two that are equally probable the second is
/// taken.
const BEFORE: [[u8; 2]; 4] = [[END, SINGLE], [BEGIN, MIDDLE], [BEGIN, MIDDLE], [END, SINGLE]];

/// The logarithm of a probability of 0, as the model has it.
pub(super) const NEVER: f64 = -3.14e100;

/// Room for labelling that is used again.
#[derive(Default)]
pub(super) struct Labels {
    before: Vec<[u8; 4]>,
    labels: Vec<u8>,
}

impl Boundaries {
    /// The model at the head of a file; `None` where that is cut short.
    pub(super) fn read(lists: &mut Lists) -> Option<Self> {
        let start = lists.float_array()?;
        let transitions: [f64; 16] = lists.float_array()?;
        let chars = lists.chars()?;
        let floats = lists.floats()?;
        let mut rows = vec![0; LAST as usize - FIRST as usize + 1];
        let mut emissions = vec![[NEVER; 4]];
        for ((c, row), number) in chars.into_iter().zip(floats.as_chunks().0).zip(1..) {
            *rows.get_mut((c as usize).checked_sub(FIRST as usize)?)? = number;
            emissions.push(*row);
        }
        let transitions = *transitions.as_chunks().0.first_chunk()?;
        Some(Self { start, transitions, rows, emissions })
    }

    /// Gives each word of `run` to `word`, in order, as a range of the run's characters.
    pub(super) fn cut(&self, run: &[Sign], room: &mut Labels, mut word: impl FnMut(usize, usize)) {
        let is_labelled = |sign: &Sign| (FIRST..=LAST).contains(&sign.c);
        let mut start = 0;
        for piece in run.chunk_by(|a, b| is_labelled(a) == is_labelled(b)) {
            let mut shifted = |from: usize, to: usize| word(start + from, start + to);
            if !piece.first().is_some_and(is_labelled) {
                cut_signs(piece, &mut shifted);
            } else if piece.len() == 1 {
                shifted(0, 1);
            } else {
                self.label(piece, room);
                cut_labelled(&room.labels, &mut shifted);
            }
            start += piece.len();
        }
    }

    /// Fills `room.labels` with the most probable labels of `piece`.
    fn label(&self, piece: &[Sign], room: &mut Labels) {
        let Labels { before, labels } = room;
        before.clear();
        let mut scores = [0.0; 4];
        for (number, sign) in piece.iter().enumerate() {
            let emissions = self.emissions_of(sign.c);
            if number == 0 {
                scores =
                    std::array::from_fn(|label| at(&self.start, label) + at(&emissions, label));
                continue;
            }
            let mut chosen = [0; 4];
            let mut next = [0.0; 4];
            for (label, (slot, score)) in chosen.iter_mut().zip(&mut next).enumerate() {
                let [first, second] = BEFORE.get(label).copied().unwrap_or_default();
                let from = |before: u8| {
                    let transitions = self.transitions.get(usize::from(before)).copied();
                    at(&scores, before.into())
                        + at(&transitions.unwrap_or_default(), label)
                        + at(&emissions, label)
                };
                let [one, other] = [from(first), from(second)];
                (*slot, *score) = if one > other { (first, one) } else { (second, other) };
            }
            before.push(chosen);
            scores = next;
        }
        let [_, end, _, single] = scores;
        let mut label = if end > single { END } else { SINGLE };
        labels.clear();
        labels.push(label);
        for chosen in before.iter().rev() {
            label = chosen.get(usize::from(label)).copied().unwrap_or_default();
            labels.push(label);
        }
        labels.reverse();
    }

    fn emissions_of(&self, c: char) -> [f64; 4] {
        let row = (c as usize).checked_sub(FIRST as usize).and_then(|at| self.rows.get(at));
        let row = row.copied().unwrap_or_default();
        self.emissions.get(usize::from(row)).copied().unwrap_or([NEVER; 4])
    }
}

fn at(scores: &[f64; 4], label: usize) -> f64 {
    scores.get(label).copied().unwrap_or(NEVER)
}

/// Words by their labels. What is begun and not ended is one word.
fn cut_labelled(labels: &[u8], word: &mut impl FnMut(usize, usize)) {
    let (mut begin, mut done) = (0, 0);
    for (number, &label) in labels.iter().enumerate() {
        match label {
            BEGIN => begin = number,
            END => {
                word(begin, number + 1);
                done = number + 1;
            }
            SINGLE => {
                word(number, number + 1);
                done = number + 1;
            }
            _ => {}
        }
    }
    if done < labels.len() {
        word(done, labels.len());
    }
}

/// Cuts what is not labelled: ASCII letters and digits, tied by single `.`, `_` and `-` and with a
/// percent sign behind them, are a word, and what stands between two such words is another.
fn cut_signs(piece: &[Sign], word: &mut impl FnMut(usize, usize)) {
    let is_letter = |i: usize| piece.get(i).is_some_and(|sign| sign.c.is_ascii_alphanumeric());
    let is = |i: usize, signs: &[char]| piece.get(i).is_some_and(|sign| signs.contains(&sign.c));
    let mut start = 0;
    while start < piece.len() {
        let mut end = start;
        if is_letter(start) {
            while is_letter(end) || (is(end, &['.', '_', '-']) && is_letter(end + 1)) {
                end += 1;
            }
            end += usize::from(is(end, &['%']));
        } else {
            while end < piece.len() && !is_letter(end) {
                end += 1;
            }
        }
        word(start, end);
        start = end;
    }
}
