//! Contents that are a Markdown list of links: `- [title](#place)`.

use tiyao_text::Span;

use crate::{
    chars::{has_han, inked},
    contents::{Draft, Found},
    entry::{Style, has_bar, opening, section_name, without_bullet},
    names::{is_person, words},
    row::{Row, RowKind},
};

/// Reads links that begin at row `start`: two or more, short rows that name sections between them.
pub(crate) fn read(text: &str, rows: &[Row], start: usize) -> Option<Found> {
    const LONGEST: usize = 20;
    let mut drafts: Vec<Draft> = Vec::new();
    let mut claimed = Vec::new();
    let mut section = String::new();
    let mut named = None;
    for (at, row) in rows.iter().enumerate().skip(start) {
        if row.kind != RowKind::Plain {
            continue;
        }
        if let Some((title, tail)) = link(text, row.span) {
            if let Some((name, place)) = named.take() {
                section = name;
                claimed.push(place);
            }
            drafts.push(draft(text, title, tail, &section));
            claimed.push(at);
        } else if named.is_none() && row.chars <= LONGEST {
            let bare = without_bullet(text, row.span);
            named = Some((section_name(bare.cut(text)).0, at));
        } else {
            break;
        }
    }
    (drafts.len() >= 2).then_some((drafts, claimed))
}

fn draft(text: &str, title: Span, tail: Span, section: &str) -> Draft {
    let said = tail.cut(text);
    let mut draft =
        Draft { spans: vec![title], closed: true, section: section.to_owned(), ..Draft::default() };
    // a page may stand behind the link, or inside it
    let whole = Span::new(title.start(), tail.end());
    if let Some(opened) = opening(text, whole, Style::PageLast).filter(|_| !has_han(said)) {
        draft.number = opened.number;
    } else if let Some(opened) = opening(text, title, Style::PageFirst) {
        draft.number = opened.number;
        draft.spans = vec![opened.rest];
    }
    let names = words(said.trim_matches(|c: char| !c.is_alphanumeric()));
    if has_bar(said) {
        draft.spans.push(tail);
    } else if !names.is_empty() && names.iter().all(|name| is_person(name)) {
        draft.authors = names;
    }
    draft
}

/// The text of the link that the row holds, and what stands behind the link.
fn link(text: &str, row: Span) -> Option<(Span, Span)> {
    let ordinal = opening(text, row, Style::Ordinal).map(|opened| opened.rest);
    let bare = ordinal.unwrap_or_else(|| without_bullet(text, row));
    let inner = bare.cut(text).strip_prefix('[')?;
    let (title, behind) = inner.split_once("](")?;
    let (_, tail) = behind.split_once(')')?;
    let start = bare.start() + 1;
    let title = Span::new(start, start + title.len());
    (inked(title.cut(text)) > 0).then(|| (title, Span::new(row.end() - tail.len(), row.end())))
}

#[cfg(test)]
mod tests {
    use crate::split;

    #[test]
    fn a_list_of_links() {
        let body = "**田里**的人多了起来，大家都在忙着准备播种，一直忙到天黑。";
        let text = format!(
            "# 田野摘编\n\n## 目录\n\n- [山谷里的旧磨坊](#a)\n- [河边的老渡口](#b) | 张三\n- 山林\n  - [一个冬天的修补](#c) 李四\n\n\
             ## 山谷里的旧磨坊\n\n{body}\n\n{body}\n\n## 河边的老渡口\n\n{body}\n\n## 一个冬天的修补\n\n{body}\n"
        );
        let issue = split(&text);
        let listed: Vec<_> = issue
            .contents
            .iter()
            .map(|e| (e.title.text(), e.authors.join(","), e.section.as_str(), e.article_index))
            .collect();
        assert_eq!(
            listed,
            [
                ("山谷里的旧磨坊", String::new(), "", Some(0)),
                ("河边的老渡口", "张三".to_owned(), "", Some(1)),
                ("一个冬天的修补", "李四".to_owned(), "山林", Some(2)),
            ]
        );
        assert_eq!(issue.articles.len(), 3);
        let first: Vec<&str> =
            issue.articles[0].paragraphs.iter().map(|p| p.excerpt.text()).collect();
        assert_eq!(first, [body, body]);
    }
}
