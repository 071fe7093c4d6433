import "./run-view";

document.body.append(document.createElement("tvm-run-view"));
