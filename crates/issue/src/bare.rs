//! Contents that are bare titles: they end where the first of them comes back as a heading.

use std::collections::HashMap;

use crate::{
    chars::key,
    contents::{Draft, Found, is_head, is_running},
    entry::{says_section, section_name, without_bullet},
    paged,
    row::{Row, RowKind},
};

/// Reads contents that begin at row `start`.
pub(crate) fn read(text: &str, rows: &[Row], start: usize) -> Option<Found> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut window = Vec::new();
    let mut end = None;
    for (at, row) in rows.iter().enumerate().skip(start).take(2000) {
        if row.kind != RowKind::Plain {
            continue;
        }
        if is_running(text, row) || row.text(text).contains('。') {
            break;
        }
        if window.len() >= 2 && is_head(text, row) {
            end = Some(at);
            break;
        }
        let key = key(row.text(text));
        if key.chars().count() >= 4 && seen.insert(key, at).is_some() {
            end = end.or(Some(at));
            // a section may be named twice among the titles; the first title that comes back ends them
            if !paged::names_section(text, row) {
                end = Some(at);
                break;
            }
        }
        window.push(at);
    }
    let end = end?;
    let claimed: Vec<usize> = window.into_iter().filter(|at| *at < end).collect();
    if claimed.len() < 2 {
        return None;
    }
    let mut section = String::new();
    let mut drafts = Vec::new();
    for at in &claimed {
        let row = rows.get(*at)?;
        if says_section(row.text(text)) {
            section = section_name(row.text(text)).0;
            continue;
        }
        drafts.push(Draft {
            spans: vec![without_bullet(text, row.span)],
            closed: true,
            section: section.clone(),
            ..Draft::default()
        });
    }
    Some((drafts, claimed))
}
