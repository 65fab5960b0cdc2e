//! The rules of a house, as its file writes them.

use serde::Deserialize;

/// The name of the file that is looked for.
pub(crate) const FILE_NAME: &str = "tiyao-rules.toml";

/// All rules. What a file leaves out is as in the default.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Rules {
    /// Markdown without front matter is passed over.
    pub(crate) allow_plain: bool,
    pub(crate) keywords: KeywordRules,
    #[serde(rename = "abstract")]
    pub(crate) abstracts: AbstractRules,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct KeywordRules {
    pub(crate) required: bool,
    pub(crate) min: usize,
    pub(crate) max: usize,
    /// Characters of one keyword.
    pub(crate) min_characters: usize,
    pub(crate) max_characters: usize,
    /// Between keywords that stand in one text; white space around it does not matter.
    pub(crate) separator: String,
    /// The same between keywords without a Han character.
    pub(crate) latin_separator: String,
    /// Each keyword stands in title or text.
    pub(crate) in_text: bool,
    /// Terms that are no keyword.
    pub(crate) forbidden: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct AbstractRules {
    pub(crate) required: bool,
    /// What an abstract is for, where the article does not say it.
    pub(crate) mode: Mode,
    pub(crate) min_characters: usize,
    /// In place of what the mode allows.
    pub(crate) max_characters: Option<usize>,
    /// Each sentence stands in the text.
    pub(crate) in_text: bool,
    /// Terms that an abstract does not have.
    pub(crate) forbidden: Vec<String>,
}

/// What an abstract is for (GB/T 7713.2-2022).
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Mode {
    Indicative,
    Mixed,
    Informative,
}

impl Default for KeywordRules {
    fn default() -> Self {
        Self {
            required: true,
            min: 3,
            max: 8,
            min_characters: 2,
            max_characters: 20,
            separator: "；".to_owned(),
            latin_separator: ";".to_owned(),
            in_text: true,
            forbidden: Vec::new(),
        }
    }
}

impl Default for AbstractRules {
    fn default() -> Self {
        Self {
            required: true,
            mode: Mode::Indicative,
            min_characters: 1,
            max_characters: None,
            in_text: false,
            forbidden: Vec::new(),
        }
    }
}

impl Mode {
    /// The one of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Indicative, Self::Mixed, Self::Informative]
            .into_iter()
            .find(|mode| mode.name() == name)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Indicative => "indicative",
            Self::Mixed => "mixed",
            Self::Informative => "informative",
        }
    }

    /// Characters that it allows.
    pub(super) fn max_characters(self) -> usize {
        match self {
            Self::Indicative => 150,
            Self::Mixed => 300,
            Self::Informative => 400,
        }
    }
}

impl Rules {
    /// Rules as a file writes them; the error is what is wrong with it, and where.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let rules: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        if rules.keywords.min > rules.keywords.max {
            return Err("keywords: min is above max".to_owned());
        }
        if rules.keywords.separator.trim().is_empty() {
            return Err("keywords.separator is empty".to_owned());
        }
        Ok(rules)
    }
}

#[cfg(test)]
mod tests {
    use super::{Mode, Rules};

    #[test]
    fn what_a_file_leaves_out_is_the_default() {
        assert_eq!(Rules::read(""), Ok(Rules::default()));
        let rules = Rules::read("[keywords]\nmax = 5\n[abstract]\nmode = \"mixed\"\n").unwrap();
        assert_eq!((rules.keywords.min, rules.keywords.max), (3, 5));
        assert_eq!(rules.abstracts.mode, Mode::Mixed);
    }

    #[test]
    fn a_misspelt_rule_is_told() {
        let error = Rules::read("[keywords]\nmaximum = 5\n").unwrap_err();
        assert!(error.contains("maximum") && error.contains("line 2"), "{error}");
        assert!(Rules::read("[keywords]\nmin = 9\n").is_err());
        assert!(Rules::read("[keywords]\nseparator = \" \"\n").is_err());
    }
}
