/**
 * Makes a page of the editor an Extension Development Host: it loads an extension from its folder, and may run a test
 * suite in its extension host.
 *
 * The web workbench takes both as `developmentOptions` of the configuration that its page carries in a <meta>. An init
 * script rewrites that as it is parsed. (Answering the request for the page with another text would do too, but Chromium
 * then refuses the page's WebSockets to this machine.)
 */

/**
 * @param {import("playwright-core").Page} page
 * @param {object} host
 * @param {import("./boot.mjs").RunningEditor} host.editor
 * @param {string} host.folder the workspace
 * @param {string} host.extension the extension's folder
 * @param {string} host.tests the suite's main file
 * @param {(line: string) => void} host.onLog what the workbench logs
 * @param {(status: number) => void} host.onExit the suite ended: 0 is success
 */
export async function openDevelopmentHost(page, { editor, folder, extension, tests, onLog, onExit }) {
  const remote = (file) => ({ scheme: "vscode-remote", authority: `127.0.0.1:${editor.port}`, path: file });
  await page.addInitScript(rewriteConfiguration, {
    extensions: [remote(extension)],
    extensionTestsPath: remote(tests),
  });
  // the workbench calls these two if they exist
  await page.exposeFunction("codeAutomationLog", (_type, parts) => onLog(parts.join(" ")));
  await page.exposeFunction("codeAutomationExit", onExit);
  await page.goto(`${editor.url}?folder=${encodeURIComponent(folder)}`);
}

/** Runs in the page, before its own scripts. */
function rewriteConfiguration(options) {
  const observer = new MutationObserver(() => {
    const meta = document.getElementById("vscode-workbench-web-configuration");
    if (!meta) return;
    observer.disconnect();
    const configuration = JSON.parse(meta.getAttribute("data-settings"));
    configuration.developmentOptions = { ...configuration.developmentOptions, ...options };
    meta.setAttribute("data-settings", JSON.stringify(configuration));
  });
  observer.observe(document, { childList: true, subtree: true });
}
