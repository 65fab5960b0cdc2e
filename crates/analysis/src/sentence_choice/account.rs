//! Why the sentences of a summary were chosen, and heavier ones were not.

use super::{Making, Party, Pick};
use crate::contribution::contributions;
use crate::prospect::Tally;
use crate::{Contribution, Verdict};

/// How many sentences that were passed over are told of.
const MOST_PASSED: usize = 5;

/// What is told of a choice.
#[derive(Debug, Default)]
pub(crate) struct Account {
    /// Why each chosen sentence was, in the order of choice.
    pub(crate) chosen: Vec<Reason>,
    /// The heaviest of those that were not chosen though they score more than one that was; a pick's rank
    /// is that of the sentence that was chosen instead.
    pub(crate) passed: Vec<(Pick, Reason)>,
}

/// Why a sentence was chosen or passed over.
#[derive(Clone, Debug)]
pub(crate) struct Reason {
    pub(crate) verdict: Verdict,
    /// What the sentence and those that it is taken with added when it was chosen, or would have added
    /// then, part by part.
    pub(crate) gain: Vec<Contribution>,
}

impl Making<'_> {
    /// Chooses the same once more and looks at what each choice was between.
    pub(crate) fn account(&self) -> Account {
        let mut account = Account::default();
        let mut heavier = self.passed_over();
        let mut making = self.afresh();
        for party in self.picks.chunk_by(|a, b| a.lead == b.lead) {
            // those that it is taken with stand before it
            let Some(lead) = party.last() else { continue };
            if !lead.is_required {
                for (row, told) in &mut heavier {
                    let is_lighter = making.score(lead.row) < making.score(*row);
                    if is_lighter {
                        let reason = making.reason_against(*row);
                        // the last choice says most in which there was room for it
                        let has_room = reason.verdict != Verdict::NoRoom;
                        if has_room || told.is_none() {
                            let redundancy = making.redundancy_of(*row);
                            *told = Some((Pick { row: *row, redundancy, ..*lead }, reason));
                        }
                    }
                }
            }
            let gain = making.parts(party.iter().map(|pick| pick.row));
            account.chosen.extend(party.iter().map(|pick| {
                let verdict = match (pick.row == pick.lead, pick.is_required) {
                    (false, _) => Verdict::Companion,
                    (true, true) => Verdict::Required,
                    (true, false) => Verdict::AddedMost,
                };
                Reason { verdict, gain: gain.clone() }
            }));
            for &pick in party {
                making.put(pick);
            }
        }
        account.passed = heavier.into_iter().filter_map(|(_, told)| told).collect();
        account
    }

    /// The heaviest sentences that were not chosen though they score more than one that was chosen for
    /// what it adds.
    fn passed_over(&self) -> Vec<(usize, Option<(Pick, Reason)>)> {
        let leads = self.picks.iter().filter(|pick| pick.row == pick.lead && !pick.is_required);
        let lightest = leads.map(|pick| self.score(pick.row)).fold(f64::INFINITY, f64::min);
        let rows = 0..self.stock.rows.len();
        let mut heavier: Vec<usize> =
            rows.filter(|&row| !self.is_taken(row) && self.score(row) > lightest).collect();
        heavier.sort_by(|&a, &b| self.score(b).total_cmp(&self.score(a)).then(a.cmp(&b)));
        heavier.truncate(MOST_PASSED);
        heavier.into_iter().map(|row| (row, None)).collect()
    }

    /// The same before anything was chosen.
    fn afresh(&self) -> Self {
        let Self { stock, scores, whole_purse, redundancy_weight, .. } = *self;
        let mut afresh = Self::new(stock, scores, whole_purse, redundancy_weight);
        afresh.tally = self.tally.as_ref().map(Tally::afresh);
        afresh.choice = self.choice;
        afresh
    }

    /// Why a sentence is not chosen next.
    fn reason_against(&self, row: usize) -> Reason {
        let party = self.party(row, self.choice);
        let verdict = match &party {
            None => Verdict::NotAlone,
            Some(party) if self.repeats(party) => Verdict::SaysAgain,
            Some(party) if !self.affords(party) => Verdict::NoRoom,
            Some(_) => Verdict::AddsLess,
        };
        let party = party.unwrap_or(Party::alone(row));
        let gain = self.parts(party.rows().filter(|&row| !self.is_taken(row)));
        Reason { verdict, gain }
    }

    /// What [`worth`](Self::worth) is the sum of.
    fn parts(&self, rows: impl Iterator<Item = usize>) -> Vec<Contribution> {
        if let Some(tally) = &self.tally {
            return tally.parts(rows);
        }
        let (mut score, mut likeness, mut count) = (0.0, 0.0, 0.0_f64);
        for row in rows {
            score += self.score(row);
            likeness += self.redundancy_of(row);
            count += 1.0;
        }
        let values = [score / count.max(1.0), likeness / count.max(1.0)];
        contributions(&["score", "likeness to chosen"], &[1.0, -self.redundancy_weight], &values)
    }
}
