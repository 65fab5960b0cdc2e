//! Makes the data of segmentation from jieba's: `dictionary.bin` and `unknown_words.bin`.
//!
//! ```text
//! cargo run --release -p tiyao-text --example read_jieba -- JIEBA MACROS crates/text/data
//! ```
//!
//! JIEBA and MACROS are the sources of the crates jieba-rs and jieba-macros, in the version that
//! `data/licences.txt` names. Equal sources give equal bytes.

mod bytes;
mod dictionary;
mod double_array;
mod models;

use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [jieba, macros, folder] = arguments.as_slice() else {
        return Err("usage: read_jieba JIEBA MACROS FOLDER".into());
    };
    let jieba = Path::new(jieba).join("src/data");
    let words = fs::read_to_string(jieba.join("dict.txt"))?;
    let boundaries = fs::read_to_string(Path::new(macros).join("src/hmm.model"))?;
    let tags = fs::read_to_string(jieba.join("posseg.txt"))?;
    let folder = Path::new(folder);
    fs::write(folder.join("dictionary.bin"), dictionary::bytes(&words)?)?;
    fs::write(folder.join("unknown_words.bin"), models::bytes(&boundaries, &tags)?)?;
    Ok(())
}
