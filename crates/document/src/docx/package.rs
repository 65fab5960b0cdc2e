//! The parts of a DOCX, unpacked under a budget.

use std::io::{Cursor, Read as _};

use tiyao_text::decode;
use zip::{ZipArchive, result::ZipError};

use crate::{DocumentError, Limits, MediaType, docx::xml, paced::Paced};

/// More parts than any document has.
const MOST_PARTS: usize = 10_000;
/// An archive has one directory; each archive that is stored in it has one more.
const MOST_DIRECTORIES: usize = 100;

/// The file as an archive of parts.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked.
    left: usize,
    most: usize,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, DocumentError> {
        if !bytes.starts_with(b"PK") {
            return Err(malformed("it does not begin as a zip archive does"));
        }
        // What entries of a directory begin with, and what it ends with: counted before any is kept.
        let count = |sign: &[u8]| memchr::memmem::find_iter(bytes, sign).count();
        if count(b"PK\x01\x02") > MOST_PARTS || count(b"PK\x05\x06") > MOST_DIRECTORIES {
            return Err(malformed("it has too many parts"));
        }
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| malformed("its zip directory is missing or damaged; is it cut short?"))?;
        let most = limits.extracted_bytes;
        Ok(Self { archive, left: most, most })
    }

    /// Name of the part that the package says is its document.
    pub(super) fn main_part(&mut self) -> Result<String, DocumentError> {
        const USUAL: &str = "word/document.xml";
        let relations = match self.part("_rels/.rels") {
            Err(DocumentError::Malformed { .. }) => String::new(),
            read => read?.unwrap_or_default(),
        };
        let mut target = None;
        xml::read(&relations, |event| {
            if let xml::Event::Start(tag) = event
                && tag.name() == "Relationship"
                && tag.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
            {
                target = tag.attribute("Target").map(std::borrow::Cow::into_owned);
            }
        });
        let target = target.map(|target| target.trim_start_matches('/').to_owned());
        let known = target.filter(|name| self.archive.index_for_name(name).is_some());
        Ok(known.unwrap_or_else(|| USUAL.to_owned()))
    }

    /// A part as text; `None` where there is none of this name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, DocumentError> {
        let file = match self.archive.by_name(name) {
            Ok(file) if file.encrypted() => return Err(DocumentError::Encrypted(MediaType::Docx)),
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(reason)) if reason == ZipError::PASSWORD_REQUIRED => {
                return Err(DocumentError::Encrypted(MediaType::Docx));
            }
            Err(_) => return Err(damaged(name)),
        };
        let mut bytes = Vec::new();
        // One byte more than is left, whatever size the part declares.
        let budget = u64::try_from(self.left).unwrap_or(u64::MAX).saturating_add(1);
        let read = Paced(file).take(budget).read_to_end(&mut bytes);
        if bytes.len() > self.left {
            let most = self.most;
            return Err(DocumentError::TooLarge { limit: "max_extracted_bytes", most });
        }
        self.left -= bytes.len();
        read.map_err(|_| damaged(name))?;
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => decode(error.as_bytes(), None).map_err(|_| damaged(name))?.text,
        };
        Ok(Some(text))
    }
}

pub(super) fn malformed(reason: &str) -> DocumentError {
    DocumentError::Malformed { media_type: MediaType::Docx, reason: reason.to_owned() }
}

fn damaged(name: &str) -> DocumentError {
    malformed(&format!("its part {name} is damaged"))
}
