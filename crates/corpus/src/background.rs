use std::collections::HashSet;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use crate::Snapshot;
use crate::fingerprint::{Fingerprint, Spelling};

/// How rare a term is in texts at large, told by one or several snapshots. A clone costs nothing.
///
/// The share of documents with a term t is interpolated linearly (Jelinek and Mercer 1980) over the
/// snapshots i, whose weights wᵢ add up to 1:
///
/// p(t) = Σ wᵢ · pᵢ(t)
///
/// A snapshot that knows the term has pᵢ = nᵢ / Nᵢ, documents with the term over all documents. One
/// that does not know it says no more than that fewer than its least document frequency have it:
/// its pᵢ is what the others say, their weighted mean, but at most lᵢ / Nᵢ. Here lᵢ is the most
/// documents that it may have left out, or half a document where it left out none (the add-half
/// rule of Krichevsky and Trofimov 1981).
#[derive(Clone)]
pub struct Background {
    layers: Arc<[Layer]>,
    version: Arc<str>,
    /// The typical inverse document frequency.
    typical: f64,
    /// What [`Background::remember`] has been told, by number: the bits of a rarity, those of
    /// [`f64::NAN`] for none, 0 for what has not been asked.
    remembered: Arc<OnceLock<Box<[AtomicU64]>>>,
    /// What to go by in English articles, where that is not this.
    english: Option<Arc<Background>>,
}

/// What a background remembers of a term.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Recalled {
    /// Nothing: it was not asked for yet.
    NotAsked,
    /// That no snapshot knows it.
    Unknown,
    /// Its rarity.
    Known(f64),
}

/// One snapshot of a background.
struct Layer {
    snapshot: Arc<Snapshot>,
    weight: f64,
    /// The weight over the document count.
    scale: f64,
    /// The largest share of documents that may have a term that it does not know.
    absent: f64,
    /// The terms of a document that was counted and is to be left out.
    left_out: HashSet<Fingerprint>,
}

/// The built-in snapshots; `data/README.md` says where they come from.
const JIEBA: &[u8] = include_bytes!("../data/jieba.tiyaodf");
const PRESS: &[u8] = include_bytes!("../data/press.tiyaodf");
const ENGLISH: &[u8] = include_bytes!("../data/english.tiyaodf");

/// The built-in background's parts; they add up to 1. They matter for words alone, since jieba's list
/// leaves phrases to the press. `data/README.md` says how they were chosen.
const JIEBA_WEIGHT: f64 = 0.9;
const PRESS_WEIGHT: f64 = 0.1;

impl Background {
    /// The background that is built in: the press's words and phrases, and jieba's words; in English
    /// articles, what was counted in English texts.
    pub fn builtin() -> &'static Self {
        static BACKGROUND: OnceLock<Background> = OnceLock::new();
        BACKGROUND.get_or_init(|| {
            let parts = [(PRESS, PRESS_WEIGHT), (JIEBA, JIEBA_WEIGHT)];
            let opened = parts.map(|(bytes, weight)| (Snapshot::open_trusted(bytes), weight));
            let layers = opened.into_iter().filter_map(|(part, w)| Some((Arc::new(part.ok()?), w)));
            let mut built = Self::mix(layers.collect());
            if let Ok(english) = Snapshot::open_trusted(ENGLISH) {
                let english = Self::of(english);
                built.version = format!("{}+{}", built.version, english.version).into();
                built.english = Some(Arc::new(english));
            }
            built
        })
    }

    /// jieba's table alone: for what is to agree with jieba.
    pub fn jieba() -> &'static Self {
        static BACKGROUND: OnceLock<Background> = OnceLock::new();
        BACKGROUND.get_or_init(|| {
            Snapshot::open_trusted(JIEBA).map_or_else(|_| Self::mix(Vec::new()), Self::of)
        })
    }

    /// The background of one snapshot alone.
    pub fn of(snapshot: Snapshot) -> Self {
        Self::mix(vec![(Arc::new(snapshot), 1.0)])
    }

    /// This background with corpora of the caller's own over it, each with what it counts for while
    /// this counts for 1. A weight that [`Background::is_weight`] refuses leaves its corpus out.
    #[must_use]
    pub fn with(&self, layers: &[(Arc<Snapshot>, f64)]) -> Self {
        let own = || layers.iter().filter(|(_, weight)| Self::is_weight(*weight));
        let parts = self.layers.iter().map(|layer| (Arc::clone(&layer.snapshot), layer.weight));
        let mut mixed = Self::mix(parts.chain(own().cloned()).collect());
        let mut version = self.version.to_string();
        for (snapshot, weight) in own() {
            if !version.is_empty() {
                version.push('+');
            }
            let _ =
                write!(version, "{}#{:016x}@{weight}", snapshot.provenance(), snapshot.checksum());
        }
        mixed.version = version.into();
        mixed.english = self.english.as_ref().map(|english| Arc::new(english.with(layers)));
        mixed
    }

    /// What to go by in English articles: the built-in background has its own for them, with whatever
    /// is laid over it; any other is its own.
    #[must_use]
    pub fn in_english(&self) -> &Self {
        self.english.as_deref().unwrap_or(self)
    }

    /// This background as if a document with these terms, each in the form in which it was counted,
    /// had not been counted for any of its snapshots: to learn and to judge by documents that were. A
    /// snapshot of a given list stays as it is. What to go by in English articles is this as well.
    #[must_use]
    pub fn without<T: AsRef<str>>(&self, terms: impl IntoIterator<Item = T>) -> Self {
        let terms = terms.into_iter().map(|term| Spelling::of(term.as_ref()).fingerprint);
        let terms: HashSet<Fingerprint> = terms.collect();
        let layers = self.layers.iter().map(|layer| {
            let snapshot = Arc::clone(&layer.snapshot);
            if snapshot.description().is_given_list() {
                return Layer::of(snapshot, layer.weight);
            }
            let documents = snapshot.document_count().saturating_sub(1);
            Layer { left_out: terms.clone(), ..Layer::counted(snapshot, layer.weight, documents) }
        });
        let layers = layers.collect();
        Self { layers, remembered: Arc::default(), english: None, ..self.clone() }
    }

    /// Whether a corpus may count for so much: from a millionth to a million, which leaves every sum
    /// and share a number above 0.
    pub fn is_weight(weight: f64) -> bool {
        (1e-6..=1e6).contains(&weight)
    }

    /// The snapshots with their weights, whatever these add up to.
    fn mix(parts: Vec<(Arc<Snapshot>, f64)>) -> Self {
        let whole: f64 = parts.iter().map(|(_, weight)| weight).sum();
        let mut typical = 0.0;
        let layers = parts.into_iter().map(|(snapshot, weight)| {
            let weight = weight / whole;
            let documents = snapshot.document_count().max(1) as f64;
            let median = snapshot.typical_document_frequency() as f64;
            typical += weight * inverse((median / documents).min(1.0));
            Layer::of(snapshot, weight)
        });
        let layers: Vec<Layer> = layers.collect();
        let labels = layers.iter().map(|layer| layer.snapshot.provenance().to_string());
        let version = labels.collect::<Vec<_>>().join("+").into();
        let remembered = Arc::new(OnceLock::new());
        Self { layers: layers.into(), version, typical, remembered, english: None }
    }

    /// Names and versions of its snapshots, for provenance; those of corpora laid over it also with
    /// checksum and weight.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Whether the other one is this one or a clone of it.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.layers, &other.layers)
    }

    /// Its snapshots with their weights, which add up to 1.
    pub fn snapshots(&self) -> impl ExactSizeIterator<Item = (&Snapshot, f64)> {
        self.layers.iter().map(|layer| (layer.snapshot.as_ref(), layer.weight))
    }

    /// The share of documents that have a term or phrase, above 0 and at most 1; `None` when no
    /// snapshot knows it.
    pub fn document_share(&self, term: &str) -> Option<f64> {
        self.share_of(Spelling::of(term).fingerprint)
    }

    /// As [`Background::document_share`], for who has a term's fingerprint at hand.
    pub fn share_of(&self, term: Fingerprint) -> Option<f64> {
        let (_, share) = interpolate(&self.layers, term, 0.0, 0.0)?;
        Some(share.min(1.0))
    }

    /// Whether some snapshot knows a term.
    pub fn knows(&self, term: Fingerprint) -> bool {
        self.layers.iter().any(|layer| layer.find(term).is_some())
    }

    /// −ln of [`Background::document_share`] (Spärck Jones 1972, natural logarithm, as jieba's table
    /// has it): at least 0; `None` for a term that no snapshot knows.
    pub fn inverse_document_frequency(&self, term: &str) -> Option<f64> {
        self.rarity_of(Spelling::of(term).fingerprint)
    }

    /// As [`Background::inverse_document_frequency`], for who has a term's fingerprint at hand.
    pub fn rarity_of(&self, term: Fingerprint) -> Option<f64> {
        self.share_of(term).map(inverse)
    }

    /// The rarity of the term that has this number among `count`, which `look_up` gives the first
    /// time. It must give the same for a number always. A word of a lexicon is met again in every
    /// text, and this is one step where a look-up is one or two for each snapshot.
    pub fn remember(
        &self,
        number: usize,
        count: usize,
        look_up: impl FnOnce() -> Option<f64>,
    ) -> Option<f64> {
        let fresh = || (0..count).map(|_| AtomicU64::new(0)).collect();
        let Some(entry) = self.remembered.get_or_init(fresh).get(number) else { return look_up() };
        match Recalled::of(entry.load(Ordering::Relaxed)) {
            Recalled::Known(rarity) => return Some(rarity),
            Recalled::Unknown => return None,
            Recalled::NotAsked => {}
        }
        let rarity = look_up();
        entry.store(rarity.unwrap_or(f64::NAN).to_bits(), Ordering::Relaxed);
        rarity
    }

    /// What [`Background::remember`] would give for each of these numbers, where it was told before.
    /// To ask it takes nearly nothing but waiting for memory, so that all are asked for side by side.
    pub fn recall(
        &self,
        numbers: impl Iterator<Item = Option<usize>>,
    ) -> impl Iterator<Item = Recalled> {
        let table = self.remembered.get().map(AsRef::as_ref).unwrap_or_default();
        let entries = numbers.map(|number| number.and_then(|number| table.get(number)));
        let bits = entries.map(|entry| entry.map_or(0, |entry| entry.load(Ordering::Relaxed)));
        bits.collect::<Vec<u64>>().into_iter().map(Recalled::of)
    }

    /// The weighted mean of the snapshots' medians: what to take for an unknown term.
    pub fn typical_inverse_document_frequency(&self) -> f64 {
        self.typical
    }
}

impl Layer {
    fn of(snapshot: Arc<Snapshot>, weight: f64) -> Self {
        let documents = snapshot.document_count();
        Self::counted(snapshot, weight, documents)
    }

    /// A snapshot for which so many documents were counted.
    fn counted(snapshot: Arc<Snapshot>, weight: f64, documents: u64) -> Self {
        let documents = documents.max(1) as f64;
        let unlisted = snapshot.description().least_document_frequency.saturating_sub(1) as f64;
        let absent = (unlisted.max(0.5) / documents).min(1.0);
        Self { snapshot, weight, scale: weight / documents, absent, left_out: HashSet::new() }
    }

    /// In how many documents a term stands; `None` for an unknown term.
    fn find(&self, term: Fingerprint) -> Option<u64> {
        let n = self.snapshot.find(term)?;
        if !self.left_out.contains(&term) {
            return Some(n);
        }
        let least = self.snapshot.description().least_document_frequency;
        n.checked_sub(1).filter(|&others| others >= least)
    }
}

impl Recalled {
    fn of(bits: u64) -> Self {
        let rarity = f64::from_bits(bits);
        if bits == 0 {
            Self::NotAsked
        } else if rarity.is_nan() {
            Self::Unknown
        } else {
            Self::Known(rarity)
        }
    }
}

/// The mean share of the snapshots that know a term, and the interpolated share of all; `None` when
/// none knows it. `share` and `weight` are sums over the layers before these that know it. On the
/// way in those speak that know the term; on the way out the others, who go by their mean.
fn interpolate(layers: &[Layer], term: Fingerprint, share: f64, weight: f64) -> Option<(f64, f64)> {
    let Some((layer, rest)) = layers.split_first() else {
        return (weight > 0.0).then(|| (share / weight, share));
    };
    if let Some(n) = layer.find(term) {
        let share = share + layer.scale * n as f64;
        return interpolate(rest, term, share, weight + layer.weight);
    }
    let (mean, share) = interpolate(rest, term, share, weight)?;
    Some((mean, share + layer.weight * mean.min(layer.absent)))
}

/// −ln of a share of documents, at least 0.
fn inverse(share: f64) -> f64 {
    debug_assert!(share > 0.0 && share <= 1.0);
    (-share.ln()).max(0.0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{Description, Provenance};

    fn near(found: Option<f64>, expected: Option<f64>) {
        match (found, expected) {
            (Some(found), Some(expected)) if (found - expected).abs() < 1e-9 => {}
            _ => assert_eq!(found, expected),
        }
    }

    fn snapshot(name: &str, count: u64, least: u64, terms: &[(&str, u64)]) -> Snapshot {
        let frequencies: BTreeMap<String, u64> =
            terms.iter().map(|&(term, n)| (term.to_owned(), n)).collect();
        let (name, version) = (name.to_owned(), "1".to_owned());
        let description = Description {
            provenance: Provenance { name, version, ..Provenance::default() },
            document_count: count,
            least_document_frequency: least,
        };
        Snapshot::open(Snapshot::build(&description, &frequencies).unwrap()).unwrap()
    }

    #[test]
    fn the_committed_files_are_sound() {
        let committed =
            [(JIEBA, "jieba-idf/0.11.0"), (PRESS, "tiyao-press/1"), (ENGLISH, "tiyao-english/1")];
        for (bytes, label) in committed {
            let snapshot = Snapshot::open(bytes).unwrap();
            assert_eq!(snapshot.provenance().to_string(), label);
            let terms = snapshot.terms().map(|term| term.map(drop));
            let count = terms.collect::<Result<Vec<()>, _>>().unwrap().len();
            assert_eq!(usize::try_from(snapshot.term_count()), Ok(count));
        }
        let built = Background::builtin();
        assert_eq!(built.version(), "tiyao-press/1+jieba-idf/0.11.0+tiyao-english/1");
        assert_eq!((built.snapshots().len(), built.in_english().snapshots().len()), (2, 1));
    }

    #[test]
    fn english_articles_have_frequencies_of_their_own() {
        let built = Background::builtin();
        let english = built.in_english();
        let rarity = |stem| english.inverse_document_frequency(stem).unwrap();
        assert!(rarity("system") < rarity("network") && rarity("network") < rarity("pipelin"));
        assert!(english.document_share("neural network").is_some());
        // by their stems, and nothing Chinese
        for unknown in ["networks", "市场"] {
            assert_eq!(english.document_share(unknown), None, "{unknown}");
        }
        // what is laid over the background is laid over this as well
        let own = Arc::new(snapshot("own", 10, 1, &[("zeppelin", 4)]));
        let both = built.with(&[(own, 1.0)]);
        assert_eq!(both.in_english().snapshots().len(), 2);
        let share = both.in_english().document_share("zeppelin").unwrap();
        assert!((0.2..0.21).contains(&share), "{share}");
        let jieba = Background::jieba();
        assert!(jieba.in_english().is_same(jieba));
    }

    #[test]
    fn a_document_that_was_counted_is_left_out() {
        let counted = snapshot("base", 101, 3, &[("集市", 11), ("农村", 3), ("公路", 90)]);
        let others = Background::of(counted).without(["集市", "农村", "提要"]);
        near(others.document_share("集市"), Some(0.1));
        near(others.document_share("公路"), Some(0.9));
        // fewer than three others have it
        near(others.document_share("农村"), None);
        assert!(!others.knows(Spelling::of("农村").fingerprint));
        let listed = Background::of(snapshot("list", 100, 101, &[("集市", 10)]));
        near(listed.without(["集市"]).document_share("集市"), Some(0.1));
    }

    #[test]
    fn jieba_has_the_values_of_its_source() {
        let round = |value: Option<f64>| value.map(|v| (v * 1e6).round());
        let jieba = Background::jieba();
        for (term, expected) in [
            ("劳动防护", Some(13.900_677_652)),
            ("岗上", Some(11.502_782_382_4)),
            ("的", Some(0.884_742_026_19)),
            ("提要提要", None),
        ] {
            assert_eq!(round(jieba.inverse_document_frequency(term)), round(expected), "{term}");
        }
        let typical = jieba.typical_inverse_document_frequency();
        assert!((typical - 11.954_767_502_9).abs() < 1e-6);
    }

    #[test]
    fn shares_are_interpolated() {
        let base =
            Background::of(snapshot("base", 100, 1, &[("集市", 10), ("农村", 40), ("公路", 90)]));
        near(base.document_share("集市"), Some(0.1));
        let own = Arc::new(snapshot("own", 10, 5, &[("集市", 6), ("大棚", 5)]));
        let both = base.with(&[(Arc::clone(&own), 3.0)]);
        near(both.document_share("集市"), Some(0.25 * 0.1 + 0.75 * 0.6));
        // at most 4 of the ten documents have what is missing, which is less than 0.4 and as much
        near(both.document_share("农村"), Some(0.25 * 0.4 + 0.75 * 0.4));
        near(both.document_share("公路"), Some(0.25 * 0.9 + 0.75 * 0.4));
        // the first left nothing out
        near(both.document_share("大棚"), Some(0.25 * 0.005 + 0.75 * 0.5));
        near(both.document_share("提要"), None);
        near(both.inverse_document_frequency("集市"), Some(-0.475_f64.ln()));
        let sum: f64 = both.snapshots().map(|(_, weight)| weight).sum();
        assert!((sum - 1.0).abs() < 1e-12);
        assert_eq!(both.version(), format!("base/1+own/1#{:016x}@3", own.checksum()));
    }

    #[test]
    fn what_was_looked_up_is_remembered() {
        let background = Background::of(snapshot("base", 100, 1, &[("集市", 10)]));
        let again = || -> Option<f64> { panic!("asked twice") };
        for (number, rarity) in [(0, Some(2.5)), (1, None)] {
            assert_eq!(background.remember(number, 2, || rarity), rarity);
            assert_eq!(background.clone().remember(number, 2, again), rarity);
        }
        let recalled: Vec<Recalled> =
            background.recall([Some(0), Some(1), None].into_iter()).collect();
        assert_eq!(recalled, [Recalled::Known(2.5), Recalled::Unknown, Recalled::NotAsked]);
        // a number beyond the count is looked up each time
        assert_eq!(background.remember(2, 2, || Some(1.0)), Some(1.0));
        assert_eq!(background.remember(2, 2, || Some(2.0)), Some(2.0));
    }

    #[test]
    fn a_useless_weight_leaves_its_corpus_out() {
        let base = Background::of(snapshot("base", 100, 1, &[("集市", 10)]));
        let own = Arc::new(snapshot("own", 10, 1, &[("集市", 10)]));
        for weight in [0.0, -1.0, 1e-9, 1e9, f64::NAN, f64::INFINITY] {
            let same = base.with(&[(Arc::clone(&own), weight)]);
            assert_eq!((same.version(), same.snapshots().len()), ("base/1", 1));
            near(same.document_share("集市"), Some(0.1));
        }
    }

    #[test]
    fn a_background_of_nothing_weighs_all_alike() {
        let empty = Background::mix(Vec::new());
        assert!(empty.is_same(&empty.clone()) && !empty.is_same(Background::builtin()));
        assert_eq!((empty.version(), empty.document_share("词")), ("", None));
        assert_eq!(empty.typical_inverse_document_frequency().to_bits(), 0.0_f64.to_bits());
    }
}
