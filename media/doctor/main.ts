import "./doctor-view";

document.body.append(document.createElement("tvm-doctor-view"));
