"""grpcio-tools as a plugin of buf: it has the generator of gRPC stubs within its own protoc alone."""
import sys
import tempfile
from pathlib import Path

from google.protobuf.compiler import plugin_pb2
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from grpc_tools import protoc

request = plugin_pb2.CodeGeneratorRequest.FromString(sys.stdin.buffer.read())
response = plugin_pb2.CodeGeneratorResponse()
response.supported_features = response.FEATURE_PROTO3_OPTIONAL
with tempfile.TemporaryDirectory() as folder:
    descriptors = Path(folder, "descriptors.binpb")
    descriptors.write_bytes(FileDescriptorSet(file=request.proto_file).SerializeToString())
    out = Path(folder, "out")
    out.mkdir()
    arguments = [f"--descriptor_set_in={descriptors}", f"--grpc_python_out={out}"]
    if protoc.main(["protoc", *arguments, *request.file_to_generate]) != 0:
        sys.exit(1)
    for path in sorted(out.rglob("*.py")):
        response.file.add(name=str(path.relative_to(out)), content=path.read_text())
sys.stdout.buffer.write(response.SerializeToString())
