import { definitionIn, lineage } from "../api/definitions";
import { sameThing } from "../api/identity";
import { lastWith } from "../api/names";
import { resolvePath } from "../api/resolve";
import { signatureOf } from "../api/signatures";
import { elementTypeOf, returnTypeOf } from "../api/types";
import { isUnrecordedClass } from "../api/unrecorded";
import { remembered } from "../remembered";
import type { KnownApi } from "./values";

const MODULE = "tvm.relax.frontend.nn.Module";
const TENSOR = "tvm.relax.frontend.nn.Tensor";

/**
 * What the API data says of classes. Code is written for the release that its names are from, whatever release it is checked
 * for: so a name is asked for in the last release that has it.
 */
class ReleaseApi implements KnownApi {
  readonly classOf = remembered((path): string | null => (isClass(path) || isUnrecordedClass(path) ? path : null));

  readonly returnOf = remembered((path): string | null => {
    const release = lastWith(path);
    return release && returnTypeOf(path, release);
  });

  readonly elementReturn = remembered((path): string | null => {
    const release = lastWith(path);
    const returns = release && signatureOf(path, release)?.returns;
    return returns && path.startsWith("tvm.relax.frontend.nn.") && /\bTensor\b/.test(returns) ? TENSOR : null;
  });

  memberReturn(ofClass: string, member: string): string | null {
    return this.returnOf(`${ofClass}.${member}`);
  }

  readonly fieldOf = remembered((path): string | null => {
    const release = lastWith(path);
    const kind = release && signatureOf(path, release)?.kind;
    return release && (kind === "attribute" || kind === "property") ? returnTypeOf(path, release) : null;
  });

  fieldType(ofClass: string, field: string): string | null {
    return this.fieldOf(`${ofClass}.${field}`);
  }

  readonly elementOf = remembered((path): string | null => {
    const release = lastWith(path);
    return release && elementTypeOf(path, release);
  });

  returnedElement(path: string): string | null {
    return this.elementOf(path);
  }

  fieldElement(ofClass: string, field: string): string | null {
    return this.elementOf(`${ofClass}.${field}`);
  }

  callReturn(ofClass: string): string | null {
    return this.isSubclass(ofClass, MODULE)
      ? (this.memberReturn(ofClass, "forward") ?? TENSOR)
      : this.memberReturn(ofClass, "__call__");
  }

  operatorReturn(ofClass: string): string | null {
    return sameThing(ofClass, TENSOR) ? TENSOR : null;
  }

  isSubclass(ofClass: string, base: string): boolean {
    const release = lastWith(ofClass);
    if (release === null) return false;
    const own = resolvePath(ofClass, release);
    const wanted = resolvePath(base, release);
    if (own.kind !== "definition" || wanted.kind !== "definition") return false;
    return lineage(own.definition, release).includes(wanted.definition);
  }
}

function isClass(path: string): boolean {
  const release = lastWith(path);
  const found = release === null ? null : resolvePath(path, release);
  return found?.kind === "definition" && release !== null && definitionIn(found.definition, release)?.kind === "class";
}

/** Shared by all models: what it remembers is about TVM and not about anybody's code. */
export const knownApi: KnownApi = new ReleaseApi();
