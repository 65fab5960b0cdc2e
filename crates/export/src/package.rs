//! ZIP files, and the packages of Office Open XML (ECMA-376, part 2) that they hold.

use std::io::{self, Cursor, Write};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use crate::xml::Xml;

const CONTENT_TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const CORE: &str = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
const RELATIONSHIPS_TYPE: &str = "application/vnd.openxmlformats-package.relationships+xml";
const CORE_TYPE: &str = "application/vnd.openxmlformats-package.core-properties+xml";

/// A ZIP file in the making. Its entries have no time of day: equal content is equal bytes.
pub(crate) struct Package {
    zip: ZipWriter<Cursor<Vec<u8>>>,
}

impl Package {
    pub(crate) fn new() -> Self {
        Self { zip: ZipWriter::new(Cursor::new(Vec::new())) }
    }

    /// An entry with whatever `content` writes in it.
    pub(crate) fn part(
        &mut self,
        name: &str,
        content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        self.zip.start_file(name, options)?;
        content(&mut self.zip)
    }

    /// Ends the file and writes it.
    pub(crate) fn finish(self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&self.zip.finish()?.into_inner())
    }
}

/// What a document says of itself.
#[derive(Default)]
pub(crate) struct Properties {
    pub(crate) title: String,
    pub(crate) creator: String,
    pub(crate) description: String,
    pub(crate) keywords: String,
    pub(crate) language: &'static str,
}

/// The parts that every Office Open XML package begins with: its content types, the relationship that
/// leads to `main`, and its properties. `parts` are names and content types of all other parts.
pub(crate) fn office(
    main: &str,
    parts: &[(&str, &str)],
    properties: &Properties,
) -> io::Result<Package> {
    let mut package = Package::new();
    package.part("[Content_Types].xml", |out| {
        let mut xml = Xml::part(out)?;
        xml.element("Types", &[("xmlns", CONTENT_TYPES)], |xml| {
            let relationships = [("Extension", "rels"), ("ContentType", RELATIONSHIPS_TYPE)];
            xml.empty("Default", &relationships)?;
            for (name, content_type) in
                parts.iter().copied().chain([("docProps/core.xml", CORE_TYPE)])
            {
                let name = format!("/{name}");
                xml.empty("Override", &[("PartName", &name), ("ContentType", content_type)])?;
            }
            Ok(())
        })?;
        xml.end()
    })?;
    package.part("_rels/.rels", |out| {
        relationships(
            out,
            &[
                (&format!("{OFFICE}/officeDocument"), main),
                ("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"),
            ],
        )
    })?;
    package.part("docProps/core.xml", |out| core(out, properties))?;
    Ok(package)
}

/// Relationships of the office to parts in the same folder: `styles`, `worksheet`.
pub(crate) fn office_relationships(out: &mut dyn Write, parts: &[(&str, &str)]) -> io::Result<()> {
    let typed: Vec<(String, &str)> =
        parts.iter().map(|(kind, target)| (format!("{OFFICE}/{kind}"), *target)).collect();
    let typed: Vec<(&str, &str)> =
        typed.iter().map(|(kind, target)| (kind.as_str(), *target)).collect();
    relationships(out, &typed)
}

fn relationships(out: &mut dyn Write, parts: &[(&str, &str)]) -> io::Result<()> {
    let mut xml = Xml::part(out)?;
    xml.element("Relationships", &[("xmlns", RELATIONSHIPS)], |xml| {
        for (number, (kind, target)) in (1..).zip(parts) {
            let id = format!("rId{number}");
            xml.empty("Relationship", &[("Id", &id), ("Type", kind), ("Target", target)])?;
        }
        Ok(())
    })?;
    xml.end()
}

fn core(out: &mut dyn Write, properties: &Properties) -> io::Result<()> {
    let mut xml = Xml::part(out)?;
    let names = [
        ("xmlns:cp", CORE),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    xml.element("cp:coreProperties", &names, |xml| {
        xml.text_if_any("dc:title", &[], &properties.title)?;
        xml.text_if_any("dc:creator", &[], &properties.creator)?;
        xml.text_if_any("cp:keywords", &[], &properties.keywords)?;
        xml.text_if_any("dc:description", &[], &properties.description)?;
        xml.text_if_any("dc:language", &[], properties.language)
    })?;
    xml.end()
}
