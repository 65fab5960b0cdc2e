//! The most probable cut of a block into words of the dictionary.

use super::dictionary::{Dictionary, WordNumber};
use super::sign::Sign;

/// From one character of a block: the word that begins there, and how probable the best cut of the
/// rest is.
#[derive(Clone, Copy)]
pub(super) struct Step {
    log_probability: f64,
    /// The character behind the word.
    pub(super) end: usize,
    /// The word; `None` for a character that begins none.
    pub(super) word: Option<WordNumber>,
}

/// Replaces `steps` with the best step from each character of `block`, and one behind the last.
///
/// The words at each place are walked through the trie, and each is weighed with the best cut
/// behind it, which is known since the block is read from its end (a unigram model by Viterbi's
/// algorithm). Of equally probable cuts the one with the longer word is taken.
pub(super) fn find(dictionary: &Dictionary, block: &[Sign], steps: &mut Vec<Step>) {
    let nothing = Step { log_probability: 0.0, end: block.len(), word: None };
    steps.clear();
    steps.resize(block.len() + 1, nothing);
    let root = dictionary.root();
    for start in (0..block.len()).rev() {
        let mut best = Step { log_probability: f64::NEG_INFINITY, ..nothing };
        let mut node = root;
        let behind = steps.get(start + 1..).unwrap_or_default();
        let rest = block.get(start..).unwrap_or_default();
        for ((sign, behind), end) in rest.iter().zip(behind).zip(start + 1..) {
            let Some(child) = dictionary.child(node, sign.code) else { break };
            node = child;
            if let Some(weight) = dictionary.weight(node) {
                let log_probability = weight + behind.log_probability;
                if log_probability >= best.log_probability {
                    best = Step { log_probability, end, word: node.word() };
                }
            }
        }
        if best.word.is_none() {
            let behind = behind.first().map_or(0.0, |step| step.log_probability);
            let log_probability = dictionary.lone_weight() + behind;
            best = Step { log_probability, end: start + 1, word: None };
        }
        if let Some(step) = steps.get_mut(start) {
            *step = best;
        }
    }
}
