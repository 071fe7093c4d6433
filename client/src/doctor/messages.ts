/** What the doctor's view and the extension say to each other. */
import type { DoctorReport } from "../../../server/src/protocol";

export type ToDoctorView =
  | { readonly type: "report"; readonly report: DoctorReport }
  | { readonly type: "busy" }
  | { readonly type: "failed"; readonly message: string };

export type FromDoctorView =
  | { readonly type: "ready" }
  | { readonly type: "again" }
  | { readonly type: "selectInterpreter" }
  | { readonly type: "copy"; readonly text: string };
