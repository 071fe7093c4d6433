import "./ast-view";

document.body.append(document.createElement("tvm-ast-view"));
