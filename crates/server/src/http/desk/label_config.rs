//! Label Studio's labelling configuration: what a project labels, and with what.

use std::collections::BTreeMap;

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

/// A configuration may be this deep.
const DEPTH: usize = 64;

/// Where keywords and sentences go in a project's results.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Targets {
    /// Spans with a label.
    pub(super) labels: Option<Labels>,
    /// A box for free text, which takes the summary.
    pub(super) summary: Option<Target>,
}

/// A control, and the text it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) from_name: String,
    pub(super) to_name: String,
    /// The field of a task's data that holds the text.
    pub(super) field: String,
}

/// A control whose labels mark spans of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Labels {
    pub(super) target: Target,
    /// The label of keywords.
    pub(super) keyword: Option<String>,
    /// The label of the sentences of the summary.
    pub(super) sentence: Option<String>,
}

/// How a label for keywords, and one for sentences, is called.
const KEYWORD_NAMES: [&str; 5] = ["keyword", "关键词", "關鍵詞", "关键字", "term"];
const SENTENCE_NAMES: [&str; 4] = ["summary", "摘要", "abstract", "提要"];

#[derive(Default)]
struct Control {
    name: String,
    to_name: String,
    labels: Vec<String>,
}

/// Reads a configuration. The first `Labels` and the first `TextArea` of a `Text` are used. The label
/// of keywords is the one that is called so, or the first that is not the sentences'. The error says
/// what is missing.
pub(super) fn read(config: &str) -> Result<Targets, String> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut labels: Vec<Control> = Vec::new();
    let mut areas: Vec<Control> = Vec::new();
    let mut reader = Reader::from_str(config);
    let mut depth = 0_usize;
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let element = match &event {
            Event::Eof => break,
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                continue;
            }
            Event::Start(element) => {
                depth += 1;
                if depth > DEPTH {
                    return Err(format!("it is deeper than {DEPTH}"));
                }
                element
            }
            Event::Empty(element) => element,
            _ => continue,
        };
        let attribute = |name: &str| attribute(element, name);
        let control = || -> Result<Control, String> {
            let (name, to_name) = (attribute("name")?, attribute("toName")?);
            Ok(Control { name, to_name, labels: Vec::new() })
        };
        match element.local_name().as_ref() {
            "Text" if attribute("valueType")? != "url" => {
                let value = attribute("value")?;
                let field = value.strip_prefix('$').unwrap_or_default().to_owned();
                texts.insert(attribute("name")?, field);
            }
            "Labels" => labels.push(control()?),
            "TextArea" => areas.push(control()?),
            "Label" => {
                let value = attribute("value")?;
                if let Some(control) = labels.last_mut() {
                    control.labels.push(value);
                }
            }
            _ => {}
        }
    }
    let target = |control: &Control| {
        let field = texts.get(&control.to_name).filter(|field| !field.is_empty())?.clone();
        let (from_name, to_name) = (control.name.clone(), control.to_name.clone());
        Some(Target { from_name, to_name, field })
    };
    let found = labels.iter().find_map(|control| Some((target(control)?, control)));
    let targets = Targets {
        labels: found.map(|(target, control)| {
            let sentence = called(&control.labels, &SENTENCE_NAMES);
            let keyword = called(&control.labels, &KEYWORD_NAMES)
                .or_else(|| control.labels.iter().find(|label| Some(*label) != sentence));
            Labels { target, keyword: keyword.cloned(), sentence: sentence.cloned() }
        }),
        summary: areas.iter().find_map(target),
    };
    if targets.labels.is_none() && targets.summary.is_none() {
        return Err("a Labels or a TextArea for a Text with value=\"$…\" is needed".to_owned());
    }
    Ok(targets)
}

/// The first label with one of these names in its own.
fn called<'a>(labels: &'a [String], names: &[&str]) -> Option<&'a String> {
    labels.iter().find(|label| {
        let label = label.to_lowercase();
        names.iter().any(|name| label.contains(name))
    })
}

/// An attribute's value; empty when it is not there.
fn attribute(element: &BytesStart<'_>, name: &str) -> Result<String, String> {
    let attribute = element.try_get_attribute(name).map_err(|error| error.to_string())?;
    let Some(attribute) = attribute else { return Ok(String::new()) };
    let value =
        attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
    Ok(value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::{Labels, Target, Targets, read};

    fn target(from_name: &str) -> Target {
        Target {
            from_name: from_name.to_owned(),
            to_name: "text".to_owned(),
            field: "body".to_owned(),
        }
    }

    #[test]
    fn controls_are_found() {
        let config = r#"<View><Header value="a &lt; b"/>
            <Labels name="label" toName="text"><Label value="摘要句"/><Label value="Topic" /></Labels>
            <Text name="text" value="$body"/><TextArea name="gist" toName="text" rows="4"/></View>"#;
        let labels = Labels {
            target: target("label"),
            keyword: Some("Topic".to_owned()),
            sentence: Some("摘要句".to_owned()),
        };
        let expected = Targets { labels: Some(labels), summary: Some(target("gist")) };
        assert_eq!(read(config), Ok(expected));

        // Those of a picture are not ours.
        let config = r#"<View><Image name="image" value="$image"/>
            <Labels name="boxes" toName="image"><Label value="Car"/></Labels>
            <Labels name="label" toName="text"><Label value="PER"/><Label value="Keywords"/></Labels>
            <Text name="text" value="$body"/></View>"#;
        let found = read(config).unwrap();
        assert_eq!(found.labels.unwrap().keyword.as_deref(), Some("Keywords"));
        assert_eq!(found.summary, None);
    }

    #[test]
    fn what_cannot_be_labelled_is_said() {
        for config in [
            "",
            "<View/>",
            r#"<View><Labels name="label" toName="text"/></View>"#,
            r#"<View><Labels name="label" toName="text"/><Text name="text" value="fixed"/></View>"#,
            r#"<View><Labels name="l" toName="t"/><Text name="t" value="$a" valueType="url"/></View>"#,
        ] {
            assert!(read(config).unwrap_err().contains("is needed"), "{config}");
        }
        for config in ["<View><Text", "<View></Text>", r#"<Text name="&bad;" value="$a"/>"#] {
            assert!(!read(config).unwrap_err().contains("is needed"), "{config}");
        }
        let deep = "<View>".repeat(100_000);
        assert_eq!(read(&deep), Err("it is deeper than 64".to_owned()));
    }
}
