import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { foldersOf } from "./folders";
import { startServer } from "./lsp/server";

// Started by an editor: over Node's own channel, or with --stdio as `tvmscript lsp --stdio` is.
startServer(createConnection(ProposedFeatures.all), foldersOf(__dirname));
