//! Compiles `proto/` into Rust: messages, services, canonical JSON, and the descriptor set that
//! reflection serves. Pure Rust; no protoc on the machine.

use std::{env, error::Error, fs, path::PathBuf};

const FILES: [&str; 5] = [
    "tiyao/v1/text.proto",
    "tiyao/v1/analysis.proto",
    "tiyao/v1/issue.proto",
    "tiyao/v1/server.proto",
    "tiyao/v1/feedback.proto",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=proto");
    let out = PathBuf::from(env::var("OUT_DIR")?);

    let mut compiler = protox::Compiler::new(["proto"])?;
    compiler.include_source_info(true).include_imports(true).open_files(FILES)?;
    // With the options that say how an RPC is reached over plain HTTP, which `prost_types` has no
    // fields for.
    let encoded = compiler.encode_file_descriptor_set();
    let mut descriptors = compiler.file_descriptor_set();
    descriptors.file.retain(|file| file.package() == "tiyao.v1");
    fs::write(out.join("tiyao_descriptor.bin"), &encoded)?;

    tonic_prost_build::configure()
        .build_transport(false)
        .build_client(env::var_os("CARGO_FEATURE_CLIENT").is_some())
        .build_server(env::var_os("CARGO_FEATURE_SERVER").is_some())
        .compile_fds(descriptors)?;
    // Fields with their default values are written too: a span that starts at 0 says so, and a list
    // that is empty is there.
    pbjson_build::Builder::new()
        .register_descriptors(&encoded)?
        .emit_fields()
        .build(&[".tiyao.v1"])?;
    Ok(())
}
