import { readJsonData } from "./folder";
import { type NamedSince, NameHistory } from "./name-history";

/** server/data/reviewed/pass-names.json: what passes of TIR call themselves. */
export const passNames = new NameHistory(
  () => readJsonData<{ readonly passes: readonly (readonly NamedSince[])[] }>("reviewed/pass-names.json").passes,
);
