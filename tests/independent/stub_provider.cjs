// stub_provider.cjs NODE_MODULES SCHEMA.json...: serves each schema as a Terraform provider without a cloud behind it.
// Prints one line, the value for TF_REATTACH_PROVIDERS, and stays until it is killed: the real `terraform` then checks
// names, types and required arguments, and plans, with no network. Protocol: tfplugin5.proto of HashiCorp's documentation.
const { createRequire } = require("module");
const fs = require("fs");
const os = require("os");
const path = require("path");

const [modules, ...files] = process.argv.slice(2);
const load = createRequire(path.join(path.resolve(modules), "x.js"));
const grpc = load("@grpc/grpc-js");
const loader = load("@grpc/proto-loader");

const protocol = `syntax = "proto3"; package tfplugin5;
message Empty {}
message DynamicValue { bytes msgpack = 1; bytes json = 2; }
message Diagnostic { int32 severity = 1; string summary = 2; string detail = 3; }
message Attribute { string name = 1; bytes type = 2; string description = 3; bool required = 4; bool optional = 5; bool computed = 6; }
message NestedBlock { string type_name = 1; Block block = 2; int32 nesting = 3; int64 min_items = 4; int64 max_items = 5; }
message Block { int64 version = 1; repeated Attribute attributes = 2; repeated NestedBlock block_types = 3; }
message Schema { int64 version = 1; Block block = 2; }
message SchemaAnswer { Schema provider = 1; map<string, Schema> resource_schemas = 2; map<string, Schema> data_source_schemas = 3; repeated Diagnostic diagnostics = 4; }
message PrepareRequest { DynamicValue config = 1; }
message PrepareAnswer { DynamicValue prepared_config = 1; repeated Diagnostic diagnostics = 2; }
message ValidateRequest { string type_name = 1; DynamicValue config = 2; }
message ConfigureRequest { string terraform_version = 1; DynamicValue config = 2; }
message Diagnostics { repeated Diagnostic diagnostics = 1; }
message PlanRequest { string type_name = 1; DynamicValue prior_state = 2; DynamicValue proposed_new_state = 3; DynamicValue config = 4; }
message PlanAnswer { DynamicValue planned_state = 1; repeated Diagnostic diagnostics = 4; bool legacy_type_system = 5; }
message StopAnswer { string Error = 1; }
service Provider {
  rpc GetSchema(Empty) returns (SchemaAnswer);
  rpc PrepareProviderConfig(PrepareRequest) returns (PrepareAnswer);
  rpc ValidateResourceTypeConfig(ValidateRequest) returns (Diagnostics);
  rpc Configure(ConfigureRequest) returns (Diagnostics);
  rpc PlanResourceChange(PlanRequest) returns (PlanAnswer);
  rpc Stop(Empty) returns (StopAnswer);
}`;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "shelflife-stub-"));
fs.writeFileSync(path.join(folder, "provider.proto"), protocol);
const Provider = grpc.loadPackageDefinition(
  loader.loadSync(path.join(folder, "provider.proto"), { keepCase: true, longs: Number })).tfplugin5.Provider;
fs.rmSync(folder, { recursive: true });

const nesting = { SINGLE: 1, LIST: 2, SET: 3 };
function block(schema) {
  return {
    version: 0,
    attributes: Object.entries(schema.attrs ?? {}).map(([name, [type, mode]]) => ({
      name, type: Buffer.from(JSON.stringify(type)),
      required: mode.includes("r"), optional: mode.includes("o"), computed: mode.includes("c"),
    })),
    block_types: Object.entries(schema.blocks ?? {}).map(([name, [kind, least, most, inner]]) => ({
      type_name: name, nesting: nesting[kind], min_items: least, max_items: most, block: block(inner),
    })),
  };
}

function serve(file) {
  const schema = JSON.parse(fs.readFileSync(file, "utf8"));
  const resources = {};
  for (const [type, inner] of Object.entries(schema.resources)) resources[type] = { version: 0, block: block(inner) };
  const server = new grpc.Server();
  server.addService(Provider.service, {
    GetSchema: (_, answer) => answer(null, {
      provider: { version: 0, block: block(schema.provider) }, resource_schemas: resources, data_source_schemas: {}, diagnostics: [],
    }),
    PrepareProviderConfig: (call, answer) => answer(null, { prepared_config: call.request.config, diagnostics: [] }),
    ValidateResourceTypeConfig: (_, answer) => answer(null, { diagnostics: [] }),
    Configure: (_, answer) => answer(null, { diagnostics: [] }),
    PlanResourceChange: (call, answer) =>
      answer(null, { planned_state: call.request.proposed_new_state, legacy_type_system: true, diagnostics: [] }),
    Stop: (_, answer) => answer(null, {}),
  });
  const name = path.basename(file, ".json");
  return new Promise((resolve, reject) => server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) return reject(error);
    resolve(["registry.terraform.io/hashicorp/" + name, {
      Protocol: "grpc", ProtocolVersion: 5, Pid: process.pid, Test: true, Addr: { Network: "tcp", String: "127.0.0.1:" + port },
    }]);
  }));
}

Promise.all(files.map(serve)).then((providers) => console.log(JSON.stringify(Object.fromEntries(providers))));
