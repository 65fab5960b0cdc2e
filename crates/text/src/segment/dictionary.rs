//! jieba's dictionary as a trie over characters, read in place.
//!
//! The trie is a double array (Aoe 1989): the child of a node over a character stands in the slot
//! at the node's base plus the character's code, and that slot names the node as its parent. A slot
//! is 8 bytes: base (20 bits, the lowest), slot of the parent (20), number of the weight (13) and
//! number of the tag (7). The root is slot 0; a weight of 0 is that of a node which ends no word.
//!
//! The file has the names of the tags, the characters in the order of their codes (from 1 up), the
//! weights, and the slots.

use std::num::NonZero;

use super::lists::Lists;
use super::sign::Sign;
use crate::PartOfSpeech;

/// The words that are known, each with a weight and a tag.
#[derive(Default)]
pub(super) struct Dictionary {
    tags: Vec<PartOfSpeech>,
    // by code, from 1
    chars: Vec<char>,
    // codes by code point
    codes: Vec<u16>,
    weights: Vec<f64>,
    slots: &'static [[u8; 8]],
}

/// A node of the trie: what the characters up to it spell.
#[derive(Clone, Copy)]
pub(super) struct Node {
    slot: u32,
    bits: u64,
}

/// How many bits of a slot a base or a parent takes.
const SLOT_BITS: u32 = 20;
/// How many the number of a weight takes.
const WEIGHT_BITS: u32 = 13;

impl Dictionary {
    /// The dictionary of a file; `None` where it is cut short.
    pub(super) fn read(file: &'static [u8]) -> Option<Self> {
        let mut lists = Lists(file);
        let tags = lists.text()?.split(' ').map(PartOfSpeech::from_tag).collect();
        let chars = lists.chars()?;
        let highest = chars.iter().copied().max().map_or(0, |c| c as usize);
        let mut codes = vec![0; highest + 1];
        for (&c, code) in chars.iter().zip(1..) {
            *codes.get_mut(c as usize)? = code;
        }
        Some(Self { tags, chars, codes, weights: lists.floats()?, slots: lists.longs()? })
    }

    /// The code of a character; 0 where no word has it.
    pub(super) fn code(&self, c: char) -> u16 {
        self.codes.get(c as usize).copied().unwrap_or(0)
    }

    pub(super) fn root(&self) -> Node {
        let bits = self.slots.first().map_or(u64::MAX, |slot| u64::from_le_bytes(*slot));
        Node { slot: 0, bits }
    }

    /// Where the character with `code` leads from `node`.
    pub(super) fn child(&self, node: Node, code: u16) -> Option<Node> {
        Some(self.slot_behind(node, code)).filter(|child| child.is_child_of(node))
    }

    /// The slot in which the child of `node` over the character with `code` stands, if it has one.
    pub(super) fn slot_behind(&self, node: Node, code: u16) -> Node {
        let slot = low_bits(node.bits) + u32::from(code);
        let bits = self.slots.get(slot as usize).map_or(u64::MAX, |bits| u64::from_le_bytes(*bits));
        Node { slot, bits }
    }

    /// The logarithm of how probable the word is that ends at `node`, if one does.
    pub(super) fn weight(&self, node: Node) -> Option<f64> {
        match weight_number(node.bits) {
            0 => None,
            number => self.weights.get(number).copied(),
        }
    }

    /// The weight of a character that begins no word.
    pub(super) fn lone_weight(&self) -> f64 {
        self.weights.first().copied().unwrap_or_default()
    }

    /// The number of the word that `signs` spell, if it is one.
    pub(super) fn find(&self, signs: &[Sign]) -> Option<WordNumber> {
        let mut node = self.root();
        for sign in signs {
            node = self.child(node, sign.code)?;
        }
        node.word()
    }

    /// The number of the word `text`, if it is one.
    pub(super) fn find_text(&self, text: &str) -> Option<WordNumber> {
        let mut node = self.root();
        for c in text.chars() {
            node = self.child(node, self.code(c))?;
        }
        node.word()
    }

    /// The tag of a word.
    pub(super) fn tag(&self, word: WordNumber) -> PartOfSpeech {
        let node = self.slots.get(word.index()).map_or(0, |slot| u64::from_le_bytes(*slot));
        let tag = usize::try_from(node >> (SLOT_BITS * 2 + WEIGHT_BITS)).ok();
        let tag = tag.and_then(|number| self.tags.get(number));
        tag.copied().unwrap_or(PartOfSpeech::OTHER)
    }

    /// One more than the highest number of a word.
    pub(super) fn number_count(&self) -> usize {
        self.slots.len()
    }

    /// All words with their texts, in the order of their numbers.
    pub(super) fn words(&self) -> impl Iterator<Item = (WordNumber, String)> {
        let nodes = self.slots.iter().zip(0..).map(|(bits, slot)| {
            let bits = u64::from_le_bytes(*bits);
            Node { slot, bits }
        });
        nodes.filter_map(|node| Some((node.word()?, self.spelling(node))))
    }

    /// What the characters up to a node spell.
    fn spelling(&self, mut node: Node) -> String {
        let mut chars: Vec<char> = Vec::new();
        while node.slot != 0 {
            let parent = low_bits(node.bits >> SLOT_BITS);
            let Some(bits) = self.slots.get(parent as usize) else { break };
            let bits = u64::from_le_bytes(*bits);
            let code = node.slot.wrapping_sub(low_bits(bits)) as usize;
            chars.extend(code.checked_sub(1).and_then(|code| self.chars.get(code)));
            node = Node { slot: parent, bits };
        }
        chars.iter().rev().collect()
    }
}

impl Node {
    /// Whether it is what it was looked up as: the child of `node`.
    pub(super) fn is_child_of(self, node: Self) -> bool {
        low_bits(self.bits >> SLOT_BITS) == node.slot
    }

    /// The word that ends here, if one does.
    pub(super) fn word(self) -> Option<WordNumber> {
        if weight_number(self.bits) == 0 {
            return None;
        }
        NonZero::new(self.slot).map(WordNumber)
    }
}

/// What a word of the dictionary is known by: a small number, the same in every text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordNumber(NonZero<u32>);

impl WordNumber {
    /// The number, below [`Lexicon::number_count`](crate::Lexicon::number_count).
    pub fn index(self) -> usize {
        self.0.get() as usize
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the lowest bits are what is asked for")]
fn low_bits(bits: u64) -> u32 {
    bits as u32 & ((1 << SLOT_BITS) - 1)
}

fn weight_number(bits: u64) -> usize {
    (bits >> (SLOT_BITS * 2)) as usize & ((1 << WEIGHT_BITS) - 1)
}
