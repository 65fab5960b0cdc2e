//! Styles: which headings they make, and in which size.

use std::collections::HashMap;

use crate::docx::xml::{self, Event};

/// A longer chain of styles, each based on the next, is a circle.
const LONGEST_CHAIN: usize = 64;

/// What a style says, or inherits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    name: String,
    based_on: Option<String>,
    /// Level in the outline; 0 is the highest, 9 is none.
    pub(super) outline: Option<u8>,
    /// Size of its characters, in tenths of a point.
    pub(super) size: Option<u16>,
    /// The list that numbers its paragraphs, and the level in it.
    pub(super) list: Option<String>,
    pub(super) list_level: Option<usize>,
    pub(super) role: Role,
}

/// What a style's name says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    #[default]
    Body,
    /// The document's title, above all headings.
    Title,
    Caption,
}

/// All styles of a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    default_paragraph: String,
    /// Size where no style says one.
    size: Option<u16>,
}

impl Styles {
    /// The style called `id`, with what it inherits; that of plain paragraphs where none is named.
    pub(super) fn style(&self, id: Option<&str>) -> Option<&Style> {
        self.by_id.get(id.unwrap_or(&self.default_paragraph))
    }

    /// Size where no style says one.
    pub(super) fn size(&self) -> Option<u16> {
        self.size
    }

    /// Gives each style what it inherits.
    fn inherit(&mut self) {
        let resolved = self.by_id.keys().map(|id| (id.clone(), self.resolve(id))).collect();
        self.by_id = resolved;
    }

    fn resolve(&self, id: &str) -> Style {
        let mut resolved = Style::default();
        let mut next = Some(id);
        for _ in 0..LONGEST_CHAIN {
            let Some(style) = next.and_then(|id| self.by_id.get(id)) else { break };
            if resolved.role == Role::Body && resolved.outline.is_none() {
                resolved.role = style.role;
            }
            resolved.outline = resolved.outline.or(style.outline);
            resolved.size = resolved.size.or(style.size);
            resolved.list_level = resolved.list_level.or(style.list_level);
            if resolved.list.is_none() {
                resolved.list.clone_from(&style.list);
            }
            next = style.based_on.as_deref();
        }
        resolved
    }
}

/// Reads the part; of a damaged one, what stands before the damage.
pub(super) fn read(source: &str) -> Styles {
    // Tenths of a point; what the format says where the part does not.
    const USUAL: u16 = 100;
    let mut styles = Styles::default();
    let mut open: Option<(String, Style)> = None;
    let mut in_defaults = false;
    xml::read(source, |event| match event {
        Event::Start(tag) => {
            let value = || tag.attribute("val");
            let name = tag.name();
            match (name, &mut open) {
                ("rPrDefault", _) => in_defaults = true,
                ("sz", None) if in_defaults => styles.size = value().and_then(|v| size(&v)),
                ("style", _) => {
                    let id = tag.attribute("styleId").unwrap_or_default().into_owned();
                    let is = |attribute, set: &[&str]| {
                        tag.attribute(attribute).is_some_and(|v| set.contains(&v.as_ref()))
                    };
                    if is("type", &["paragraph"]) && is("default", &["1", "true", "on"]) {
                        styles.default_paragraph.clone_from(&id);
                    }
                    open = Some((id, Style::default()));
                }
                ("name", Some((_, style))) => {
                    style.name = value().unwrap_or_default().to_ascii_lowercase();
                }
                ("basedOn", Some((_, style))) => {
                    style.based_on = value().map(std::borrow::Cow::into_owned);
                }
                ("outlineLvl", Some((_, style))) => {
                    style.outline = value().and_then(|v| v.parse().ok());
                }
                ("sz", Some((_, style))) => style.size = value().and_then(|v| size(&v)),
                ("numId", Some((_, style))) => {
                    style.list = value().map(std::borrow::Cow::into_owned);
                }
                ("ilvl", Some((_, style))) => {
                    style.list_level = value().and_then(|v| v.parse().ok());
                }
                _ => {}
            }
        }
        Event::End("rPrDefault") => in_defaults = false,
        Event::End("style") => {
            if let Some((id, mut style)) = open.take() {
                name_role(&mut style);
                styles.by_id.insert(id, style);
            }
        }
        Event::End(_) | Event::Text(_) => {}
    });
    styles.size = styles.size.or(Some(USUAL));
    styles.inherit();
    styles
}

/// What the name of a style says, in English and in Chinese.
fn name_role(style: &mut Style) {
    let name = style.name.as_str();
    match name {
        "title" | "标题" => style.role = Role::Title,
        "caption" | "题注" => style.role = Role::Caption,
        _ => {}
    }
    let level = name.strip_prefix("heading").or_else(|| name.strip_prefix("标题"));
    let level = level.and_then(|level| level.trim().parse::<u8>().ok());
    if let Some(level @ 1..=9) = level {
        style.outline = style.outline.or(Some(level - 1));
    }
}

/// A size in half points, as tenths of a point.
pub(super) fn size(value: &str) -> Option<u16> {
    let halves: f32 = value.trim().parse().ok()?;
    (1.0..=3_276.0).contains(&halves).then(|| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is within 5 and 16380"
        )]
        let tenths = (halves * 5.0).round() as u16;
        tenths
    })
}
