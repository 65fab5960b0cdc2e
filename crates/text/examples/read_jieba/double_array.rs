//! A trie as a double array (Aoe 1989): the child of a node over a code stands at the node's base
//! plus the code, and names the node.
#![expect(clippy::indexing_slicing, reason = "a developer's command may stop on wrong data")]

use std::cmp::Reverse;
use std::error::Error;

/// A word in the codes of its characters, which are above 0.
pub(crate) struct Entry {
    pub(crate) codes: Vec<usize>,
    pub(crate) frequency: u64,
    /// Above 0.
    pub(crate) weight: usize,
    pub(crate) tag: usize,
}

#[derive(Default)]
struct Node {
    children: Vec<(usize, usize)>,
    /// Of all words that go through it.
    frequency: u64,
    weight: usize,
    tag: usize,
    slot: usize,
}

/// A base that leads nowhere, of a node without children; and the parent of what has none.
const NONE: usize = (1 << 20) - 1;

/// The slots of the trie of `entries`: base (20 bits, the lowest), number of the parent's slot (20),
/// weight (13) and tag (7). The root is slot 0. Entries with a common beginning stand side by side.
pub(crate) fn double_array(entries: &[Entry]) -> Result<Vec<u64>, Box<dyn Error>> {
    let mut nodes = trie(entries);
    // Those with most children come first, since they are the hardest to fit in. Among equals those
    // of frequent words do, so that what is walked most lies close together.
    let mut order: Vec<usize> = (1..nodes.len()).collect();
    order.sort_by_key(|&n| (Reverse(nodes[n].children.len()), Reverse(nodes[n].frequency), n));
    order.insert(0, 0);
    let mut taken = Taken(vec![1]);
    let mut bases = vec![NONE; nodes.len()];
    let mut parents: Vec<(usize, usize)> = Vec::with_capacity(nodes.len());
    let mut free_from = 1;
    let mut slot_count = 1;
    for number in order {
        let children = nodes[number].children.clone();
        let Some(&(first, _)) = children.first() else { continue };
        free_from = taken.first_fit(free_from, &[(0, 0)]);
        // the root's children stand at their codes
        let from = if number == 0 { 0 } else { free_from.saturating_sub(first) };
        let base = taken.first_fit(from, &children);
        bases[number] = base;
        for (code, child) in children {
            let slot = base + code;
            taken.take(slot);
            slot_count = slot_count.max(slot + 1);
            nodes[child].slot = slot;
            parents.push((child, number));
        }
    }
    let mut packed = vec![pack(NONE, NONE, 0, 0)?; slot_count];
    packed[0] = pack(bases[0], NONE, 0, 0)?;
    for (child, parent) in parents {
        let node = &nodes[child];
        packed[node.slot] = pack(bases[child], nodes[parent].slot, node.weight, node.tag)?;
    }
    Ok(packed)
}

/// Which slots are taken, a bit each.
struct Taken(Vec<u64>);

impl Taken {
    /// The first base from `from` on at which none of the children's slots is taken: 64 bases are
    /// tried at a time.
    fn first_fit(&self, from: usize, children: &[(usize, usize)]) -> usize {
        let mut base = from;
        loop {
            let taken = children.iter().map(|(code, _)| self.window(base + code));
            let taken = taken.fold(0, |all, window| all | window);
            if taken != u64::MAX {
                return base + taken.trailing_ones() as usize;
            }
            base += 64;
        }
    }

    /// The bits of the 64 slots from `at` on.
    fn window(&self, at: usize) -> u64 {
        let word = |number: usize| self.0.get(number).copied().unwrap_or(0);
        let (number, shift) = (at / 64, at % 64);
        let high = if shift == 0 { 0 } else { word(number + 1) << (64 - shift) };
        word(number) >> shift | high
    }

    fn take(&mut self, slot: usize) {
        if self.0.len() <= slot / 64 {
            self.0.resize(slot / 64 + 1, 0);
        }
        self.0[slot / 64] |= 1 << (slot % 64);
    }
}

fn trie(entries: &[Entry]) -> Vec<Node> {
    let mut nodes = vec![Node::default()];
    for entry in entries {
        let mut at = 0;
        for &code in &entry.codes {
            let known = nodes[at].children.last().filter(|(other, _)| *other == code);
            let next = known.map_or(nodes.len(), |&(_, child)| child);
            if next == nodes.len() {
                nodes[at].children.push((code, next));
                nodes.push(Node::default());
            }
            nodes[next].frequency += entry.frequency;
            at = next;
        }
        (nodes[at].weight, nodes[at].tag) = (entry.weight, entry.tag);
    }
    for node in &mut nodes {
        node.children.sort_unstable();
    }
    nodes
}

fn pack(base: usize, parent: usize, weight: usize, tag: usize) -> Result<u64, &'static str> {
    if base > NONE || parent > NONE || weight >= 1 << 13 || tag >= 1 << 7 {
        return Err("the dictionary is too large for its form");
    }
    Ok((base | parent << 20 | weight << 40 | tag << 53) as u64)
}
