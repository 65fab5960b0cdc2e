//! The two models of words that the dictionary lacks: where they begin and end, and their tags.
#![expect(clippy::indexing_slicing, reason = "a developer's command may stop on wrong data")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use crate::bytes::Bytes;

/// What the sources write for a probability of 0.
const NEVER: f64 = -3.14e100;
/// Tags of the model of tags, and so the states of each position in a word.
const TAGS: usize = 64;

/// The file of both models.
pub(crate) fn bytes(boundaries: &str, tags: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut file = Bytes::default();
    write_boundaries(boundaries, &mut file)?;
    write_tags(tags, &mut file)?;
    Ok(file.0)
}

/// Initial and transition probabilities of begin, end, middle and single, and the emissions of each
/// character in this order.
fn write_boundaries(model: &str, file: &mut Bytes) -> Result<(), Box<dyn Error>> {
    let mut lines = model.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let mut numbers = || -> Result<Vec<f64>, Box<dyn Error>> {
        let line = lines.next().ok_or("the model of boundaries ends early")?;
        Ok(line.split_whitespace().map(str::parse).collect::<Result<_, _>>()?)
    };
    let start = numbers()?;
    let mut transitions = Vec::new();
    for _ in 0..4 {
        transitions.extend(numbers()?);
    }
    let mut rows: BTreeMap<char, [f64; 4]> = BTreeMap::new();
    for (state, line) in lines.enumerate() {
        for emission in line.split(',') {
            let (c, probability) = emission.split_once(':').ok_or("an emission without `:`")?;
            let c = c.chars().next().ok_or("an emission without a character")?;
            // the model is asked for these alone
            if ('\u{4e00}'..='\u{9fd5}').contains(&c) {
                rows.entry(c).or_insert([NEVER; 4])[state] = probability.parse()?;
            }
        }
    }
    file.floats(&start);
    file.floats(&transitions);
    file.chars(&rows.keys().copied().collect::<Vec<char>>());
    file.floats(&rows.into_values().flatten().collect::<Vec<f64>>());
    Ok(())
}

/// The names of the tags; initial probabilities by state; transitions; and of each character the
/// states in which it may stand, with their emissions. A state is position × 64 + tag, and the
/// positions are begin, middle, end and single.
fn write_tags(model: &str, file: &mut Bytes) -> Result<(), Box<dyn Error>> {
    let mut names = "";
    let mut start = vec![NEVER; 4 * TAGS];
    let mut transitions: BTreeMap<u16, f64> = BTreeMap::new();
    let mut emissions: BTreeMap<char, BTreeMap<u8, f64>> = BTreeMap::new();
    let mut allowed: BTreeMap<char, BTreeSet<u8>> = BTreeMap::new();
    let mut section = "";
    for line in model.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.starts_with('#') {
            continue;
        }
        if line.starts_with('@') {
            section = line;
            continue;
        }
        let (head, rest) = line.split_once('|').unwrap_or((line, ""));
        let rest = rest.split('|').filter(|part| !part.is_empty());
        match section {
            "@TAGS" => names = line,
            "@START" => {
                let (state, probability) = state_and_probability(head)?;
                start[usize::from(state)] = probability;
            }
            "@TRANS" => {
                let from = state_of(head)?;
                for part in rest {
                    let (to, probability) = state_and_probability(part)?;
                    check_transition(from, to)?;
                    transitions.insert(u16::from_le_bytes([from, to]), probability);
                }
            }
            "@EMIT" => {
                let state = state_of(head)?;
                for part in rest {
                    let (c, probability) = part.rsplit_once(',').ok_or("an emission of nothing")?;
                    let c = c.chars().next().ok_or("an emission without a character")?;
                    emissions.entry(c).or_default().insert(state, probability.parse()?);
                }
            }
            "@CHAR_STATE" => {
                let c = head.chars().next().ok_or("states of no character")?;
                let states: BTreeSet<u8> = rest.map(state_of).collect::<Result<_, _>>()?;
                if !states.is_empty() {
                    allowed.insert(c, states);
                }
            }
            _ => return Err(format!("in no known section: {line}").into()),
        }
    }
    let (mut chars, mut ends, mut states, mut probabilities) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (c, row) in emissions {
        let row = row.into_iter().filter(|(state, probability)| {
            *probability > NEVER && allowed.get(&c).is_none_or(|states| states.contains(state))
        });
        for (state, probability) in row {
            states.push(state);
            probabilities.push(probability);
        }
        chars.push(c);
        ends.push(states.len() as u64);
    }
    file.text(&names.replace(',', " "));
    file.floats(&start);
    file.shorts(&transitions.keys().copied().collect::<Vec<u16>>());
    file.floats(&transitions.into_values().collect::<Vec<f64>>());
    file.chars(&chars);
    file.longs(&ends);
    file.bytes(&states);
    file.floats(&probabilities);
    Ok(())
}

/// What the reader relies on: a word keeps its tag from its first character to its last.
fn check_transition(from: u8, to: u8) -> Result<(), Box<dyn Error>> {
    let [from_position, to_position] = [from, to].map(|state| usize::from(state) / TAGS);
    let [from_tag, to_tag] = [from, to].map(|state| usize::from(state) % TAGS);
    let inside = matches!(from_position, 0 | 1);
    let sound = inside == matches!(to_position, 1 | 2) && (!inside || from_tag == to_tag);
    if sound { Ok(()) } else { Err("a word that changes its tag, or never ends".into()) }
}

fn state_of(text: &str) -> Result<u8, Box<dyn Error>> {
    let (position, tag) = text.split_once(',').ok_or("a state without a tag")?;
    let (position, tag): (usize, usize) = (position.parse()?, tag.parse()?);
    Ok(u8::try_from(position * TAGS + tag)?)
}

fn state_and_probability(text: &str) -> Result<(u8, f64), Box<dyn Error>> {
    let (state, probability) = text.rsplit_once(',').ok_or("a state without a probability")?;
    Ok((state_of(state)?, probability.parse()?))
}
