import { readJsonData } from "./folder";
import { type NamedSince, NameHistory } from "./name-history";

/** server/data/reviewed/pass-options.json: options of PassContext. */
export const passOptions = new NameHistory(
  () => readJsonData<{ readonly options: readonly (readonly NamedSince[])[] }>("reviewed/pass-options.json").options,
);
