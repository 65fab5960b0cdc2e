//! The most probable cut of a block into words of the dictionary.

use super::dictionary::{Dictionary, Node, WordNumber};
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

/// Replaces `steps` with the best step from each character of `block`, and one behind the last;
/// `heads` is room that is used again.
///
/// The words at each place are walked through the trie, and each is weighed with the best cut
/// behind it, which is known since the block is read from its end (a unigram model by Viterbi's
/// algorithm). Of equally probable cuts the one with the longer word is taken.
pub(super) fn find(
    dictionary: &Dictionary,
    block: &[Sign],
    heads: &mut Vec<[Node; 2]>,
    steps: &mut Vec<Step>,
) {
    look_up(dictionary, block, heads);
    let nothing = Step { log_probability: 0.0, end: block.len(), word: None };
    steps.clear();
    steps.resize(block.len() + 1, nothing);
    let root = dictionary.root();
    for (start, &[one, two]) in heads.iter().enumerate().rev() {
        let mut best = Step { log_probability: f64::NEG_INFINITY, ..nothing };
        let mut weigh = |node: Node, end: usize| {
            if let Some((weight, behind)) = dictionary.weight(node).zip(steps.get(end)) {
                let log_probability = weight + behind.log_probability;
                if log_probability >= best.log_probability {
                    best = Step { log_probability, end, word: node.word() };
                }
            }
        };
        if one.is_child_of(root) {
            weigh(one, start + 1);
            if two.is_child_of(one) {
                weigh(two, start + 2);
                let mut node = two;
                let rest = block.get(start + 2..).unwrap_or_default();
                for (sign, end) in rest.iter().zip(start + 3..) {
                    let Some(child) = dictionary.child(node, sign.code) else { break };
                    node = child;
                    weigh(node, end);
                }
            }
        }
        if best.word.is_none() {
            let behind = steps.get(start + 1).map_or(0.0, |step| step.log_probability);
            let log_probability = dictionary.lone_weight() + behind;
            best = Step { log_probability, end: start + 1, word: None };
        }
        if let Some(step) = steps.get_mut(start) {
            *step = best;
        }
    }
}

/// Replaces `heads` with where one and two characters lead from each place of `block`, if anywhere.
///
/// Most of what a walk waits for is memory. These places do not depend on each other, so that all are
/// fetched side by side, before it is asked of any what it holds.
fn look_up(dictionary: &Dictionary, block: &[Sign], heads: &mut Vec<[Node; 2]>) {
    let root = dictionary.root();
    let behind = block.iter().skip(1).map(|sign| sign.code).chain([0]);
    heads.clear();
    heads.extend(block.iter().zip(behind).map(|(sign, behind)| {
        let one = dictionary.slot_behind(root, sign.code);
        [one, dictionary.slot_behind(one, behind)]
    }));
}
