/** Messages of the webviews: the same keys and the same Chinese as the rest, handed over in the page. */
type Bundle = Readonly<Record<string, string>>;

function readBundle(): Bundle {
  const element = document.getElementById("messages");
  return element?.textContent ? (JSON.parse(element.textContent) as Bundle) : {};
}

const bundle = readBundle();

/** Translates a message; the English text is its key. `{0}`, `{1}` … are replaced by the arguments. */
export function t(message: string, ...values: (string | number)[]): string {
  return (bundle[message] ?? message).replace(/\{(\d+)\}/g, (whole, index: string) =>
    String(values[Number(index)] ?? whole),
  );
}
