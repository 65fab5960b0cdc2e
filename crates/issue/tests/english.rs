//! An issue in English: contents, sections, bylines, hard-wrapped and hyphenated words.

use tiyao_issue::split;

const TEXT: &str = "\
The Field Observer
Vol. 4 No. 2

CONTENTS

FEATURES
The Mill by the River, by John Smith ........ 3
A Winter of Small Repairs, by Mary Brown and A. Clay .... 8

LETTERS
What the Postman Knew ........ 15

The Mill by the River
By John Smith

The mill had stood beside the river for so long that nobody
could say who had built it. Its wheel turned with the sea-
sons, and the miller, who was also the postman and by com-
mon consent the judge of every quarrel, kept the key in a

- 4 -

jar of flour. When the water rose they moved the sacks up
to the second floor and waited for the morning.

Nobody remembers the first flood, but everyone remembers
the second, for it took the bridge and left the bell.

A Winter of Small Repairs
By Mary Brown and A. Clay

There are winters that ask for courage, and there are win-
ters that ask for nails. That one asked for nails, and we
had plenty of them, in three sizes, in a box by the door.

What the Postman Knew
By Tom Fisher

He knew which letters would be answered and which would be
kept in a drawer, and he never said a word about either.
";

#[test]
fn english_forms_are_read() {
    let issue = split(TEXT);
    let entries: Vec<_> = issue
        .contents
        .iter()
        .map(|e| (e.page, e.title.text(), e.authors.join("; "), e.section.as_str()))
        .collect();
    assert_eq!(
        entries,
        [
            (Some(3), "The Mill by the River", "John Smith".to_owned(), "FEATURES"),
            (Some(8), "A Winter of Small Repairs", "Mary Brown; A. Clay".to_owned(), "FEATURES"),
            (Some(15), "What the Postman Knew", String::new(), "LETTERS"),
        ]
    );
    let articles: Vec<_> = issue
        .articles
        .iter()
        .map(|a| (a.title.text(), a.authors.join("; "), a.paragraphs.len()))
        .collect();
    assert_eq!(
        articles,
        [
            ("The Mill by the River", "John Smith".to_owned(), 2),
            ("A Winter of Small Repairs", "Mary Brown; A. Clay".to_owned(), 1),
            ("What the Postman Knew", "Tom Fisher".to_owned(), 1),
        ]
    );
    let first = issue.articles.first().and_then(|a| a.paragraphs.first()).expect("a paragraph");
    assert_eq!(
        first.excerpt.text(),
        "The mill had stood beside the river for so long that nobody could say who had built it. \
         Its wheel turned with the seasons, and the miller, who was also the postman and by common \
         consent the judge of every quarrel, kept the key in a jar of flour. When the water rose \
         they moved the sacks up to the second floor and waited for the morning."
    );
}
