//! What the parser unpacks by itself, measured before it does.
//!
//! The parser reads cross-reference and object streams as it needs them, and knows no limit. Which
//! streams these are cannot be told before the file is parsed, so every packed stream of the file is
//! inflated once, into nothing, and only counted. What one stream unpacks to is limited, and so is
//! what all do that may hold objects (they begin with numbers, images hardly do), and the work that
//! the file is in all. Streams are found by their keyword wherever it stands, since a
//! cross-reference table may point anywhere; a byte that follows several of them counts each time.
//!
//! What is encrypted, or packed by something else than deflate, cannot be measured so. Where such a
//! stream says that it holds objects, it counts as the most that its length can stand for. One that
//! says it holds none is not counted, although the file may have the parser unpack it all the same:
//! its pages, fonts and images are such streams, and as the most they stand for they fit no limit.

mod inflate;
mod literals;

use memchr::memmem;
use tiyao_text::interrupt::spend;

use inflate::{Inflater, Measure};

/// The largest image that is allowed: A3 at 600 dots per inch in three colours, and some more.
const IMAGE: usize = 256 << 20;

/// How many times the largest part all parts together that may hold objects may unpack to.
const PARTS: usize = 4;

/// The work that a file may be for each of its bytes, in bytes unpacked: to read each once, and as
/// much again. Scanned pages of a text are packed to a thirtieth, but are seldom most of a file, and
/// seldom deflated.
const WORK: usize = 2 * READ;

/// The work that a file may be whatever its length.
const LEAST_WORK: usize = 2 * IMAGE;

/// What a packed byte that is read may be, since it may begin a block: many that hold nothing can
/// follow one another.
const READ: usize = 16;

/// What each stream is before a byte of it is read.
const STREAM: usize = 1 << 10;

/// The bytes behind what was inflated that belong to it: a checksum, ends of lines, padding.
const TAIL: usize = 32;

/// The most bytes that one byte stands for, by the filter's name and its short one: deflate has two
/// bits for 258 bytes, LZW twelve for the longest of its entries, run lengths two bytes for 128.
const RATIOS: [(&[u8], &[u8], usize); 4] = [
    (b"FlateDecode", b"Fl", DEFLATE),
    (b"LZWDecode", b"LZW", 2560),
    (b"RunLengthDecode", b"RL", 64),
    (b"ASCII85Decode", b"A85", 4),
];
const DEFLATE: usize = 1032;

const KEYWORD: &[u8] = b"stream";

/// Whether what the parser may unpack of `file` by itself stays within `part` bytes, and what it may
/// read again and again within the work that the file may be.
pub(super) fn fits(file: &[u8], part: usize) -> bool {
    let work = file.len().saturating_mul(WORK).saturating_add(LEAST_WORK);
    literals::reach(file).is_some_and(|reached| reached <= work)
        && count(file, part, &mut Budget(work)).is_some()
}

/// What is left of a number of bytes.
struct Budget(usize);

impl Budget {
    fn spend(&mut self, bytes: usize) -> Option<()> {
        self.0 = self.0.checked_sub(bytes)?;
        Some(())
    }
}

fn count(file: &[u8], part: usize, work: &mut Budget) -> Option<()> {
    let mut parts = Budget(part.saturating_mul(PARTS));
    let mut inflater = Inflater::new();
    let mut largest = 0;
    for stream in streams(file) {
        work.spend(STREAM + stream.dictionary.len())?;
        let measure = inflater.measure(stream.data, part, work)?;
        parts.spend(measure.objects)?;
        let unmeasured = if stream.says_objects() { stream.unmeasured(&measure) } else { 0 };
        work.spend(unmeasured)?;
        largest = largest.max(measure.unpacked).max(unmeasured);
    }
    // Where the table is damaged, each trailer's catalog is looked up, and what holds it is unpacked
    // for each of them anew.
    work.spend(roots(file).saturating_mul(largest))
}

/// How many names of the file begin as the trailer's key of the catalog does.
fn roots(file: &[u8]) -> usize {
    let is_root = |at: &usize| {
        spend(1);
        let name = file.get(at + 1..).unwrap_or_default();
        b"Root".iter().try_fold(name, |rest, wanted| match rest {
            [found, rest @ ..] if found == wanted => Some(rest),
            // A character may be written as its number in hexadecimal.
            [b'#', high, low, rest @ ..] => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                (digit(*high)? << 4 | digit(*low)? == u32::from(*wanted)).then_some(rest)
            }
            _ => None,
        })
    };
    memchr::memchr_iter(b'/', file).filter(|at| is_root(at).is_some()).count()
}

/// What a keyword opens.
struct Stream<'a> {
    /// What stands between it and the keyword that opens the object.
    dictionary: &'a [u8],
    /// All that follows.
    data: &'a [u8],
}

/// What follows each keyword that opens a stream.
fn streams(file: &[u8]) -> impl Iterator<Item = Stream<'_>> {
    let mut object = 0;
    let mut last = 0;
    memmem::find_iter(file, KEYWORD).filter_map(move |at| {
        let between = file.get(last..at)?;
        if let Some(found) = memmem::rfind(between, b"obj") {
            object = last + found + b"obj".len();
        }
        last = at;
        let data = file.get(at + KEYWORD.len()..)?;
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        (!between.ends_with(b"end")).then_some(Stream { dictionary: file.get(object..at)?, data })
    })
}

impl Stream<'_> {
    /// Whether the dictionary says that the parser unpacks this by itself, or says nothing clear.
    fn says_objects(&self) -> bool {
        let dictionary = self.dictionary.trim_ascii();
        let ends = dictionary.ends_with(b">>");
        let clear = dictionary.starts_with(b"<<") && !dictionary.contains(&b'#');
        ends && (!clear || self.names().any(|name| matches!(name, b"ObjStm" | b"XRef")))
    }

    /// The most that this may stand for where it was not inflated as a whole.
    fn unmeasured(&self, measure: &Measure) -> usize {
        let packed = self.packed();
        let inflated = measure.ended && measure.packed.saturating_add(TAIL) >= packed;
        if inflated { 0 } else { packed.saturating_mul(self.ratio()) }
    }

    /// How long this is: as it says, or as far as its end, whichever is more.
    fn packed(&self) -> usize {
        let end = memmem::find(self.data, b"endstream").unwrap_or(self.data.len());
        let said = memmem::find_iter(self.dictionary, b"/Length").filter_map(|at| {
            let digits = self.dictionary.get(at + b"/Length".len()..)?.trim_ascii_start();
            let length = digits.iter().take_while(|byte| byte.is_ascii_digit());
            Some(length.fold(0_usize, |length, digit| {
                length.saturating_mul(10).saturating_add(usize::from(digit - b'0'))
            }))
        });
        said.fold(end, usize::max).min(self.data.len())
    }

    /// The most bytes that one byte stands for.
    fn ratio(&self) -> usize {
        let packed = |name: &[u8]| matches!(name, b"Filter" | b"F") || name.contains(&b'#');
        if !self.names().any(packed) {
            return 1;
        }
        let ratio = |name: &[u8]| {
            RATIOS.iter().find(|(long, short, _)| name == *long || name == *short).map(|it| it.2)
        };
        // Filters may be named elsewhere.
        self.names().filter_map(ratio).fold(1, usize::saturating_mul).max(DEFLATE)
    }

    fn names(&self) -> impl Iterator<Item = &[u8]> {
        self.dictionary.split(|byte| *byte == b'/').skip(1).filter_map(|name| {
            name.split(|byte| byte.is_ascii_whitespace() || b"\0<>[](){}%".contains(byte)).next()
        })
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, io::Write, rc::Rc};

    use flate2::{Compression, write::ZlibEncoder};
    use tiyao_text::interrupt::{UNITS, run_while};

    use super::{Budget, STREAM, count, fits, streams};

    fn deflated(data: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    fn file(parts: &[&[u8]]) -> Vec<u8> {
        parts.iter().fold(b"%PDF-1.5\n".to_vec(), |file, part| {
            [file.as_slice(), b"1 0 obj <<>> stream\r\n", part, b"\nendstream\n"].concat()
        })
    }

    /// The work that measuring `file` is, where that is at most `most`.
    fn work(file: &[u8], most: usize) -> Option<usize> {
        let mut left = Budget(most);
        count(file, 4004, &mut left).map(|()| most - left.0)
    }

    /// How often it is asked whether to go on with `file`; it is told to stop at the question `most`.
    fn asked(file: &[u8], most: usize) -> usize {
        let asked = Rc::new(Cell::new(0));
        let counted = Rc::clone(&asked);
        let go_on = move || {
            counted.set(counted.get() + 1);
            counted.get() < most
        };
        let whole = run_while(go_on, || fits(file, 64 << 20));
        assert_eq!(whole.is_none(), asked.get() == most);
        asked.get()
    }

    #[test]
    fn a_file_is_measured_in_many_steps() {
        let bytes = 2 << 20;
        // A name is a unit, and so are four bytes that are looked at or unpacked.
        for (name, file, units) in [
            ("packed", file(&[&deflated(&vec![255; bytes])]), bytes / 4),
            ("plain", file(&[&b"(1 2) ".repeat(bytes / 6)]), bytes / 4),
            ("names", file(&[&b"/R".repeat(bytes / 2)]), bytes / 4 + bytes / 2),
        ] {
            let all = asked(&file, usize::MAX);
            assert!(all + 2 > units / UNITS, "{name}: {all}");
            assert_eq!(asked(&file, all / 2), all / 2, "{name}");
        }
    }

    #[test]
    fn streams_are_found_wherever_they_stand() {
        let file = file(&[b"one", b"two"]);
        let heads: Vec<_> = streams(&file).map(|stream| &stream.data[..3]).collect();
        assert_eq!(heads, [b"one", b"two"]);
        assert!(streams(&file).all(|stream| stream.dictionary == b" <<>> "));
    }

    #[test]
    fn bombs_are_refused_and_images_pass() {
        let objects = [b"1 0 ".as_slice(), &[b' '; 4000]].concat();
        let image = vec![255; 4000];
        assert!(fits(&file(&[&deflated(&objects)]), 4004));
        assert!(!fits(&file(&[&deflated(&objects)]), 4003));
        let packed = deflated(&objects);
        assert!(fits(&file(&[packed.as_slice(); 4]), 4004));
        assert!(!fits(&file(&[packed.as_slice(); 5]), 4004));
        assert!(!fits(&file(&[&deflated(&deflated(&objects))]), 4003));
        assert!(fits(&file(&[&deflated(&image), &deflated(&image)]), 100));
    }

    #[test]
    fn a_head_that_only_the_parser_takes_hides_nothing() {
        let packed = deflated(&[b"1 0 ".as_slice(), &[b' '; 4000]].concat());
        // A window that zlib does not know.
        assert!(!fits(&file(&[&[b"\x88\x1c", &packed[2..]].concat()]), 4003));
        // A head that calls for a dictionary is none to the parser: it begins a stored block.
        let stored = [b"\x78\x20\x00\xdf\xff".as_slice(), &[b'1'; 32], &packed[2..]].concat();
        assert!(!fits(&file(&[&stored]), 4035));
        assert!(fits(&file(&[&stored]), 4036));
    }

    #[test]
    fn images_are_work_together() {
        let packed = deflated(&[255; 4000]);
        let one = work(&file(&[&packed]), 1 << 20).unwrap();
        assert!(one > STREAM + 4000 && one < STREAM + 5000);
        assert_eq!(work(&file(&[packed.as_slice(); 9]), 1 << 20), Some(9 * one));
        assert_eq!(work(&file(&[packed.as_slice(); 9]), 9 * one - 1), None);
    }

    #[test]
    fn each_trailer_unpacks_the_catalog_anew() {
        let packed = deflated(&[255; 4000]);
        let stream = file(&[&packed]);
        let one = work(&stream, 1 << 20).unwrap();
        for root in ["/Root", "/R#6Fot", "/#52#6f#6f#74"] {
            let trailers = format!("trailer << {root} 1 0 R >>\n").repeat(9);
            let file = [stream.as_slice(), trailers.as_bytes()].concat();
            assert_eq!(work(&file, 1 << 20), Some(one + 9 * 4000));
        }
        let others = [stream.as_slice(), b"/Rotate /R#6f#6 /Roo"].concat();
        assert_eq!(work(&others, 1 << 20), Some(one));
    }

    #[test]
    fn keywords_within_a_stream_are_work_each() {
        // Each begins a stored block that ends where the next block begins.
        let mut nested = vec![];
        for left in (0..100_u16).rev() {
            let length = left * 12;
            nested.extend(b"stream\n\0");
            nested.extend(length.to_le_bytes().into_iter().chain((!length).to_le_bytes()));
        }
        let empty = b"\0\0\0\xff\xff".repeat(2000);
        let file = file(&[&[nested, empty].concat()]);
        assert!(work(&file, usize::MAX).is_some_and(|work| work > 100 * 10_000));
    }

    #[test]
    fn objects_that_cannot_be_measured_count_as_the_most_they_can_stand_for() {
        let locked = [0xFF; 1000];
        let stands_for = |dictionary: &str, data: &[u8]| {
            let head = format!("7 0 obj\n{dictionary}\nstream\n");
            let file = [head.as_bytes(), data, b"\nendstream\n"].concat();
            (work(&file, usize::MAX).unwrap() - STREAM) / 1000
        };
        let objects = "<< /Type /ObjStm /Length 1000 /Filter";
        assert_eq!(stands_for(&format!("{objects} /FlateDecode >>"), &locked), 1033);
        assert_eq!(stands_for(&format!("{objects}[/A85 /Fl]>>"), &locked), 4132);
        assert_eq!(stands_for(&format!("{objects} 9 0 R >>"), &locked), 1033);
        assert_eq!(stands_for("<< /Type /XRef /Filter /LZWDecode >>", &locked), 2562);
        assert_eq!(stands_for("<< /T#79pe /Obj#53tm /F /Fl >>", &locked), 1033);
        assert_eq!(stands_for("/Filter /FlateDecode >>", &locked), 1033);
        // It is longer than it seems.
        let longer = [&[0xFF; 10], b"endstream".as_slice(), &[0xFF; 981]].concat();
        assert_eq!(stands_for(&format!("{objects} /FlateDecode >>"), &longer), 1032);
        // It inflates to nothing, but then goes on.
        let ends = [b"\x03\0".as_slice(), &locked].concat();
        assert_eq!(stands_for(&format!("{objects} /FlateDecode >>"), &ends), 1035);
        // It is not packed, holds no objects, or was measured.
        assert_eq!(stands_for("<< /Type /ObjStm /Length 1000 >>", &locked), 1);
        assert_eq!(stands_for("<< /Length 1000 /Filter /FlateDecode >>", &locked), 0);
        assert_eq!(stands_for(&format!("{objects} /FlateDecode >>"), &deflated(b"1 0 ")), 0);
    }
}
