//! The wire contract of Tiyao, and nothing else: protobuf messages, the gRPC services generated
//! from them, their canonical JSON form (through `serde`), and the descriptor set for reflection.
//!
//! The contract is written in `proto/tiyao/v1/`; each field is documented there. This crate holds
//! no logic, so that whoever depends on it gets the contract and nothing of the engine.

/// Version 1 of the contract: package `tiyao.v1`.
pub mod v1 {
    #![allow(
        clippy::pedantic,
        clippy::allow_attributes_without_reason,
        clippy::indexing_slicing,
        clippy::large_enum_variant,
        missing_docs,
        reason = "generated code"
    )]
    include!(concat!(env!("OUT_DIR"), "/tiyao.v1.rs"));
    include!(concat!(env!("OUT_DIR"), "/tiyao.v1.serde.rs"));

    /// All of the contract as an encoded `google.protobuf.FileDescriptorSet`, for reflection.
    pub const FILE_DESCRIPTOR_SET: &[u8] =
        include_bytes!(concat!(env!("OUT_DIR"), "/tiyao_descriptor.bin"));
}
