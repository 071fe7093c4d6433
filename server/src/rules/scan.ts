import type { Release } from "../api/releases";
import type { PlacedUnit } from "../syntax/unit";
import type { UnitScan } from "./rule";

/** The scan of one unit; what costs something is found out when a rule first asks for it. */
export class LazyScan implements UnitScan {
  constructor(
    private readonly unit: PlacedUnit,
    readonly release: Release,
  ) {}

  get text(): string {
    return this.unit.unit.text;
  }

  get mayHoldScript(): boolean {
    return this.text.includes("@") || this.unit.shells.some(({ unit }) => unit.text.includes("@"));
  }
}
