/** All names that values in TIR have in some release: what is none of them is a mistake. */
import { membersIn } from "../api/definitions";
import { lazy } from "../api/lazy";
import { releases } from "../api/releases";
import { resolvePath } from "../api/resolve";

const CLASSES = ["Buffer", "Var", "IterVar", "BufferLoad", "BufferRegion", "Call", "Add"].flatMap((name) =>
  ["tvm.tir", "tvm.tirx", "tvm.ir"].map((module) => `${module}.${name}`),
);

/** Fields that C++ registers, which the API data does not see. */
const FIELDS =
  "a args attrs axis_separators b base body buffer buffer_type checked_type checked_type_ condition data data_alignment def_ dom dtype elem_offset false_value handle indices iter_type kind lanes layout name name_hint offset_factor op predicate region shape span strides struct_info struct_info_ thread_tag true_value ty type_annotation value var vectors";

/** Sorted; made once, at the first name that looks wrong. */
export const knownMembers = lazy((): readonly string[] => {
  const names = new Set(FIELDS.split(" "));
  for (const release of releases()) {
    for (const path of CLASSES) {
      const found = resolvePath(path, release);
      if (found.kind !== "definition") continue;
      for (const name of membersIn(found.definition, release).keys()) if (!name.startsWith("_")) names.add(name);
    }
  }
  return [...names].sort();
});
