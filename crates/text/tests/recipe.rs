//! The data of segmentation is what its recipe makes of jieba's.

#[path = "../examples/read_jieba/bytes.rs"]
mod bytes;
#[path = "../examples/read_jieba/dictionary.rs"]
mod dictionary;
#[path = "../examples/read_jieba/double_array.rs"]
mod double_array;
#[path = "../examples/read_jieba/models.rs"]
mod models;

use std::path::{Path, PathBuf};
use std::{fs, process::Command};

/// The source of a crate in the dependency tree.
fn source(name: &str) -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata.get("packages").and_then(|packages| packages.as_array());
    let text = |package: &serde_json::Value, field| Some(package.get(field)?.as_str()?.to_owned());
    let package =
        packages.expect("packages").iter().find(|p| text(p, "name").is_some_and(|n| n == name));
    let manifest = text(package.expect("the crate"), "manifest_path").expect("a path");
    Path::new(&manifest).parent().expect("a folder").to_owned()
}

#[test]
fn the_kept_data_is_what_the_recipe_makes() {
    let [jieba, macros] = ["jieba-rs", "jieba-macros"].map(source);
    let read = |path: PathBuf| fs::read_to_string(path).expect("a source can be read");
    let words = dictionary::bytes(&read(jieba.join("src/data/dict.txt"))).expect("a dictionary");
    assert!(words == include_bytes!("../data/dictionary.bin"));
    let boundaries = read(macros.join("src/hmm.model"));
    let tags = read(jieba.join("src/data/posseg.txt"));
    let models = models::bytes(&boundaries, &tags).expect("two models");
    assert!(models == include_bytes!("../data/unknown_words.bin"));
}
