//! `docs/reference/contract.md`, which is written from the contract's own comments. With
//! `TIYAO_WRITE=1` it is written anew.

use std::{env, fmt::Write as _, fs, path::Path};

use prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto,
    FileDescriptorSet, ServiceDescriptorProto,
    field_descriptor_proto::{Label, Type},
    source_code_info::Location,
};

/// Numbers of fields in the descriptors' own contract, by which a comment's place is told.
const MESSAGES: i32 = 4;
const ENUMS: i32 = 5;
const SERVICES: i32 = 6;
const FIELDS: i32 = 2;

/// A file of the contract, as a page shows it.
struct File<'a>(&'a FileDescriptorProto);

impl File<'_> {
    /// The comment at a place: in one line, or as it stands.
    fn comment(&self, path: &[i32]) -> String {
        let source = self.0.source_code_info.as_ref().expect("the set holds comments");
        let place = source.location.iter().find(|location| location.path == path);
        let comment = place.map(Location::leading_comments).unwrap_or_default();
        comment.lines().map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned()
    }

    fn line(&self, path: &[i32]) -> String {
        self.comment(path).replace('\n', " ").replace('|', "\\|")
    }

    fn service(&self, page: &mut String, number: i32, service: &ServiceDescriptorProto) {
        let comment = self.comment(&[SERVICES, number]);
        writeln!(page, "## {}\n\n{comment}\n", service.name()).expect("a string takes all");
        page.push_str("| RPC | request | answer | |\n|---|---|---|---|\n");
        for (index, method) in (0..).zip(&service.method) {
            let stream = |streams: bool| if streams { "stream of " } else { "" };
            let (input, output) = (link(method.input_type()), link(method.output_type()));
            let (sent, answered) =
                (stream(method.client_streaming()), stream(method.server_streaming()));
            let comment = self.line(&[SERVICES, number, FIELDS, index]);
            let name = method.name();
            writeln!(page, "| `{name}` | {sent}{input} | {answered}{output} | {comment} |")
                .expect("a string takes all");
        }
        page.push('\n');
    }

    fn message(&self, page: &mut String, number: i32, message: &DescriptorProto) {
        let comment = self.comment(&[MESSAGES, number]);
        writeln!(page, "### {}\n\n{comment}\n", message.name()).expect("a string takes all");
        if message.field.is_empty() {
            return;
        }
        page.push_str("| field | type | |\n|---|---|---|\n");
        for (index, field) in (0..).zip(&message.field) {
            let comment = self.line(&[MESSAGES, number, FIELDS, index]);
            writeln!(page, "| `{}` | {} | {comment} |", field.name(), kind(field))
                .expect("a string takes all");
        }
        page.push('\n');
    }

    fn list(&self, page: &mut String, number: i32, list: &EnumDescriptorProto) {
        let comment = self.comment(&[ENUMS, number]);
        writeln!(page, "### {}\n\n{comment}\n", list.name()).expect("a string takes all");
        page.push_str("| value | |\n|---|---|\n");
        for (index, value) in (0..).zip(&list.value) {
            let comment = self.line(&[ENUMS, number, FIELDS, index]);
            writeln!(page, "| `{}` | {comment} |", value.name()).expect("a string takes all");
        }
        page.push('\n');
    }
}

/// The last part of a type's name, leading to where it is told.
fn link(name: &str) -> String {
    let name = name.rsplit('.').next().unwrap_or_default();
    format!("[{name}](#{})", name.to_lowercase())
}

fn kind(field: &FieldDescriptorProto) -> String {
    let kind = match field.r#type() {
        Type::Message | Type::Enum => link(field.type_name()),
        plain => plain.as_str_name().trim_start_matches("TYPE_").to_lowercase(),
    };
    let repeated = field.label() == Label::Repeated;
    let optional = field.proto3_optional();
    let before = if repeated {
        "list of "
    } else if optional {
        "optional "
    } else {
        ""
    };
    format!("{before}{kind}")
}

fn page() -> String {
    let set: FileDescriptorSet =
        prost::Message::decode(tiyao_api::v1::FILE_DESCRIPTOR_SET).expect("a descriptor set");
    let mut files: Vec<&FileDescriptorProto> =
        set.file.iter().filter(|file| file.package() == "tiyao.v1").collect();
    files.sort_by_key(|file| file.name());
    let mut page = "# The contract\n\n\
        Package `tiyao.v1`, as `proto/tiyao/v1` says it; this page is written from there. Zero and the \
        empty text are a field's default, whose meaning each comment tells. Over HTTP the names are in \
        lower camel case ([JSON over HTTP](../http.md)).\n\n"
        .to_owned();
    for file in &files {
        for (number, service) in (0..).zip(&file.service) {
            File(file).service(&mut page, number, service);
        }
    }
    page.push_str("## Messages\n\n");
    for file in &files {
        for (number, message) in (0..).zip(&file.message_type) {
            File(file).message(&mut page, number, message);
        }
    }
    page.push_str("## Lists of values\n\n");
    for file in &files {
        for (number, list) in (0..).zip(&file.enum_type) {
            File(file).list(&mut page, number, list);
        }
    }
    page.trim_end().to_owned() + "\n"
}

#[test]
fn the_reference_says_what_the_contract_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference/contract.md");
    let page = page();
    if env::var_os("TIYAO_WRITE").is_some() {
        fs::write(&path, &page).expect("the page can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "write it anew: TIYAO_WRITE=1 cargo test --test reference");
    // Everything has its comment, so that the page has no gap.
    assert!(!page.contains("|  |\n"), "a field has no comment");
}
